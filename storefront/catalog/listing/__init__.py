"""Filters, facets and their counts for lists of products."""
