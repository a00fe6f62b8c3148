"""Bringing the demo shop into a real Saleor: what is missing is made, what is there is left as it is."""
