"""What a session keeps of a cart, and what the shopper has seen of it."""
