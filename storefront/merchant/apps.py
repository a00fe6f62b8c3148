"""The merchant's application."""

from django.apps import AppConfig


class MerchantConfig(AppConfig):
    """Who sells in each market, and what its law asks."""

    name = "storefront.merchant"
    label = "merchant"
    verbose_name = "Merchant"
