"""Django application of product recalls."""

from django.apps import AppConfig


class RecallsConfig(AppConfig):
    """Recalls of products (Regulation (EU) 2023/988, articles 35 and 36)."""

    name = "storefront.recalls"
    label = "recalls"
    verbose_name = "Recalls"

    def ready(self) -> None:
        """Stop the sale of what is recalled."""
        from storefront.core import registry
        from storefront.recalls import selectors

        registry.recall_notices.register(selectors.recall_notices)
