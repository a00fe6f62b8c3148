"""The orders room's application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """After the order: looking at it, and withdrawing from it."""

    name = "storefront.orders"
    label = "orders"
