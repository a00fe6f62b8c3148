"""Set the shop up at Saleor: sign in as staff, install the app, and change Saleor's settings that it needs."""
