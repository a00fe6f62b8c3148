"""Django application of the education site."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Guides, glossary and the pages around them."""

    name = "education"
    verbose_name = "Education"

    def ready(self) -> None:
        """Connect page types to contexts and edit forms, follow publishing, and register what lower rooms call."""
        # Imported here because these modules need the models, which Django loads first.
        from education import contexts, figures, product_links
        from education.admin import edit_handlers
        from education.stage_products import matching, projection
        from storefront.core import registry

        contexts.register()
        edit_handlers.assign()
        projection.follow_publishing()
        figures.follow_images()
        registry.product_change_handlers.register(matching.products_changed)
        registry.guides_of_products.register(product_links.guides_of_products)
