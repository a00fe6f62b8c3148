"""What the project adds to Wagtail's admin: lists, reports, warnings, forms and the home page."""
