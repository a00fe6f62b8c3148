"""Compare up to four products: their facts side by side, what goes with them, and their sizes to one scale."""
