"""The demo shop's own data: 36 fictional products in Saleor's terms, and their pictures, drawn by code."""
