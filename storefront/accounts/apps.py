"""Django application of the customer accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Pages for Saleor's customers, who sign in here."""

    name = "storefront.accounts"
    label = "accounts"
