"""The core application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room may use: cache, locks, encryption, rate limits, markets, addresses, template tags."""

    name = "storefront.core"
    label = "core"
