"""The core application."""

from django.apps import AppConfig
from django.core import checks
from django.urls import register_converter

from storefront.core.web.converters import NumberConverter


class CoreConfig(AppConfig):
    """What every room may use: cache, locks, encryption, rate limits, markets, addresses, template tags."""

    name = "storefront.core"
    label = "core"

    def ready(self) -> None:
        """Check that every hook of the registry has its callables, and register `<number:…>` for addresses."""
        from storefront.core import production, registry

        register_converter(NumberConverter, "number")
        checks.register(registry.check_hooks)
        checks.register(production.check_production)
