"""What the pages of guides and the home page show."""
