"""Django application of the education site."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Guides, glossary and the pages around them."""

    name = "education"
    verbose_name = "Education"

    def ready(self) -> None:
        """Connect page types to contexts and edit forms, follow publishing, and register what lower rooms call."""
        # Imported here because these modules need the models, which Django loads first.
        from education.admin import inline_scripts
        from education.admin.edit_forms import edit_handlers, typed_fields
        from education.images import figures
        from education.pages import contexts, publishing
        from education.stage_products import matching, selectors
        from storefront.core import registry

        contexts.register()
        typed_fields.register()
        edit_handlers.assign()
        inline_scripts.replace()
        publishing.connect_signals()
        figures.connect_signals()
        registry.product_change_handlers.register(matching.rematch_products)
        registry.guides_of_products.register(selectors.guides_of_products)
