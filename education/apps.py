"""The hub's application."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Guides, stages and what readers need around them."""

    name = "education"
    verbose_name = "Education"

    def ready(self) -> None:
        """Follow what Wagtail publishes and unpublishes, what becomes of images, and changed products."""
        from education import figures, product_links
        from education.stage_products import matching, projection
        from storefront.core import registry

        projection.follow_publishing()
        figures.follow_images()
        registry.product_change_handlers.register(matching.products_changed)
        registry.guides_of_products.register(product_links.guides_of_products)
