"""Django application of the pages after an order."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Order pages for guests and customers, returns, and withdrawals."""

    name = "storefront.orders"
    label = "orders"

    def ready(self) -> None:
        """Put withdrawals into the download of a customer's data."""
        # Imported here because this module needs the models, which Django loads first.
        from storefront.core import registry
        from storefront.orders import data_export

        registry.customer_data.register(data_export.customer_data)
