"""The cart room's application."""

from django.apps import AppConfig


class CartConfig(AppConfig):
    """The cart: a checkout at Saleor that this session holds the key to."""

    name = "storefront.cart"
    label = "cart"

    def ready(self) -> None:
        """Take names and addresses out of the cart when a person leaves this browser."""
        from storefront.cart import merge
        from storefront.core import registry

        registry.person_left.register(merge.signed_out)
