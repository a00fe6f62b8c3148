"""Emails with rules of their own: what they contain, and when they are sent."""
