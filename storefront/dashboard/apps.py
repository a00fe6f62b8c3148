"""The dashboard application."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Pages for the merchant inside the Saleor Dashboard."""

    name = "storefront.dashboard"
    label = "dashboard"
