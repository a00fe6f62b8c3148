"""The cart room's application."""

from django.apps import AppConfig


class CartConfig(AppConfig):
    """The cart: a checkout at Saleor that this session holds the key to."""

    name = "storefront.cart"
    label = "cart"
