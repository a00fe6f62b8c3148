"""The cart room's application."""

from django.apps import AppConfig


class CartConfig(AppConfig):
    """The cart: a checkout at Saleor that this session holds the key to."""

    name = "storefront.cart"
    label = "cart"

    def ready(self) -> None:
        """Remove the carts when a person leaves this browser."""
        from storefront.cart import merge
        from storefront.core import registry

        registry.person_left.register(merge.person_left)
