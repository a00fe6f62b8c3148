"""What the catalogue knows about the lines of carts, orders and emails: products, notes and prices."""
