"""Form fields, and posts from the shop's own pages."""
