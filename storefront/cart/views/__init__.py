"""The cart's pages and what they answer."""
