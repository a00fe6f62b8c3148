"""Guides and glossary as files: what a manuscript holds, bringing it in, and writing it out."""
