"""Images in guides, and their renditions."""

from pathlib import Path
from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet


class GuideImage(AbstractImage):
    """An image. Its text alternative belongs to the guide that shows it, in that guide's language."""

    admin_form_fields = ("title", "file")

    objects = ImageQuerySet.as_manager()


class GuideRendition(AbstractRendition):
    """A copy of an image in one width."""

    image = models.ForeignKey(GuideImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each")
        ]

    def get_upload_to(self, filename: str) -> str:
        """Return a name that was never used before, so that caches never confuse it with an older file."""
        path = Path(super().get_upload_to(filename))
        return str(path.with_name(f"{path.stem}.{get_random_string(8)}{path.suffix}"))
