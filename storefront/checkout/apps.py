"""The checkout room's application."""

from django.apps import AppConfig
from django.core import checks


class CheckoutConfig(AppConfig):
    """From cart to order."""

    name = "storefront.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Let the cart ask the till whether its checkout may still change, and have the ways to pay checked."""
        from storefront.cart import till
        from storefront.checkout.attempts import standing
        from storefront.checkout.checks import gateways_are_written

        till.ask(standing)
        checks.register(gateways_are_written)
