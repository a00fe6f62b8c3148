"""The merchant's policies: drafts, published pages, and the versions kept for each order."""
