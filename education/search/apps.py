"""Django application of the search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Synonyms, suggestions and spelling for the search."""

    name = "education.search"
    label = "search"
    verbose_name = _("Search words")

    def ready(self) -> None:
        """Follow changes of products and pages."""
        # Imported here because it needs the models, which Django loads first.
        from education.search import index
        from storefront.core import registry

        registry.product_change_handlers.register(index.index_products)
        registry.page_change_handlers.register(index.index_pages)
