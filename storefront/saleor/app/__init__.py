"""The shop as a Saleor App, and the test payments as another: what Saleor calls on us, always signed."""
