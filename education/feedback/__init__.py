"""Feedback on guides: one count for each guide and answer, and nothing about who answered or when."""
