"""The observability application."""

from django.apps import AppConfig


class ObservabilityConfig(AppConfig):
    """Request IDs, logs, metrics, traces and health checks."""

    name = "storefront.observability"
    label = "observability"
