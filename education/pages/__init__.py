"""Serving pages: the context of each page type, and the routing of URLs to pages."""
