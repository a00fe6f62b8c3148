"""The merchant's legal duties, applied to the products of the catalogue."""
