"""The hub's application."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Guides, stages and what readers need around them."""

    name = "education"
    verbose_name = "Education"

    def ready(self) -> None:
        """Follow what Wagtail publishes and unpublishes, and what becomes of images."""
        from education import figures
        from education.stage_products import projection

        projection.follow_publishing()
        figures.follow_images()
