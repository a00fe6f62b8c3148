"""The saleor application."""

from django.apps import AppConfig


class SaleorConfig(AppConfig):
    """The client for Saleor, and the shop as a Saleor app."""

    name = "storefront.saleor"
    label = "saleor"

    def ready(self) -> None:
        """Report for `/readyz` and `/metrics` whether Saleor answers and the app is installed."""
        from storefront.core import registry
        from storefront.saleor import health

        registry.degraded_parts.register(health.degraded_parts)
        registry.gauges.register(health.saleor_gauges)
