"""The sandbox room's application."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """A stand-in for Saleor that answers the same contract."""

    name = "storefront.sandbox"
    label = "sandbox"
