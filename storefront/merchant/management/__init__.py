"""Commands of the merchant."""
