"""The core application."""

from django.apps import AppConfig
from django.core import checks


class CoreConfig(AppConfig):
    """What every room may use: cache, locks, encryption, rate limits, markets, addresses, template tags."""

    name = "storefront.core"
    label = "core"

    def ready(self) -> None:
        """Check that every hook of the registry has its callables."""
        from storefront.core import registry

        checks.register(registry.check_hooks)
