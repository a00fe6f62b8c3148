"""The payments application."""

from django.apps import AppConfig
from django.core import checks


class PaymentsConfig(AppConfig):
    """Payment attempts, their transitions and the providers that take the money."""

    name = "storefront.payments"
    label = "payments"

    def ready(self) -> None:
        """Check the configured payment gateways."""
        from storefront.payments.checks import gateways_are_written

        checks.register(gateways_are_written)
