"""The product feed of a market in Google's format: RSS 2.0 with elements of Merchant Center."""
