"""The demo shop: 36 fictional products in Saleor's terms, their pictures, and a script that fills a Saleor."""
