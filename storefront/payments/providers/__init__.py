"""Payment apps of ours: each takes Saleor's payment webhooks to one payment service, by one small interface."""
