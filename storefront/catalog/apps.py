"""The catalogue's application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Our read model of Saleor's catalogue."""

    name = "storefront.catalog"
    label = "catalog"
    verbose_name = "Catalogue"
