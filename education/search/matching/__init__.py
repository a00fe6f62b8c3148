"""What a query means, and how well an entry fits it."""
