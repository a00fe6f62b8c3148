"""Template tags about the merchant."""
