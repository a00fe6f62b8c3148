"""Metadata, structured data, feed, sitemap and preview images of the pages."""
