"""Form fields, and posts that come from pages of ours."""
