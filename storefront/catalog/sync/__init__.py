"""Copies of Saleor's products, categories and offers into the read model, and keeps them current."""
