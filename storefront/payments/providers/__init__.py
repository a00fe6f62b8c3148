"""Payment providers: each answers Saleor's payment webhooks for one payment service."""
