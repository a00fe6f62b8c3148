"""The accounts room's application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Customers of Saleor, signed in here."""

    name = "storefront.accounts"
    label = "accounts"
