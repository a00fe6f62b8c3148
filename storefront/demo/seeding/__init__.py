"""Bringing the demo shop into a real Saleor through its API: what is missing is made, what is there is left as it is."""
