"""What the product page and other pages with products show."""
