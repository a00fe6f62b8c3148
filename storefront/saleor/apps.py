"""The saleor room's application."""

from django.apps import AppConfig


class SaleorConfig(AppConfig):
    """The one door to Saleor."""

    name = "storefront.saleor"
    label = "saleor"
