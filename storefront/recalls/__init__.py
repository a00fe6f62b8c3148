"""Recalls: stop selling what is unsafe, say so on a page, and write to everyone who bought it."""
