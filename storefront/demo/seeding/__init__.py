"""Create the demo shop in a real Saleor: what is missing is created, what exists is left as it is."""
