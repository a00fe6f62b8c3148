"""Checks of the configured Saleor, for `check_saleor`, the Dashboard, `/readyz` and `/metrics`."""
