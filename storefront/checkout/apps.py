"""The checkout room's application."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """From cart to order."""

    name = "storefront.checkout"
    label = "checkout"

    def ready(self) -> None:
        """Let the cart ask the till whether its checkout may still change."""
        from storefront.cart import till
        from storefront.checkout.attempts import standing

        till.ask(standing)
