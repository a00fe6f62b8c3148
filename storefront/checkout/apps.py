"""The checkout application."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """From cart to order."""

    name = "storefront.checkout"
    label = "checkout"
