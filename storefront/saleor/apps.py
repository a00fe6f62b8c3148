"""The saleor application."""

from celery import signals
from django.apps import AppConfig


class SaleorConfig(AppConfig):
    """The client for Saleor, and the shop as a Saleor app."""

    name = "storefront.saleor"
    label = "saleor"

    def ready(self) -> None:
        """Report for `/readyz`, `/metrics` and `check` whether Saleor answers and the app is installed."""
        from storefront.core import registry
        from storefront.saleor.app import system_checks
        from storefront.saleor.checks import health

        registry.degraded_parts.register(health.degraded_parts)
        signals.worker_ready.connect(system_checks.warn_of_missing_token)
        registry.gauges.register(health.saleor_gauges)
