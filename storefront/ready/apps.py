"""The ready pages' application."""

from django.apps import AppConfig


class ReadyConfig(AppConfig):
    """Shared pages as ready bytes, and what they shall forget."""

    name = "storefront.ready"
    label = "ready"
