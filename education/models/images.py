"""Images that guides show, and their smaller copies."""

from pathlib import Path
from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet


class GuideImage(AbstractImage):
    """An image. What it shows is said where a guide shows it, in that guide's language: it has no words of its own."""

    admin_form_fields = ("title", "file")

    objects = ImageQuerySet.as_manager()


class GuideRendition(AbstractRendition):
    """A copy of an image, as wide as a page asks for."""

    image = models.ForeignKey(GuideImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each")
        ]

    def get_upload_to(self, filename: str) -> str:
        """A name that no other file ever had: a copy made anew is not taken for the one that it replaces."""
        path = Path(super().get_upload_to(filename))
        return str(path.with_name(f"{path.stem}.{get_random_string(8)}{path.suffix}"))
