"""Django application of the pages after an order."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Order pages for guests and customers, returns, and withdrawals."""

    name = "storefront.orders"
    label = "orders"
