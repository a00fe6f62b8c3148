"""Figures: which files a page shows of its images.

A live guide carries that in its own row (`GuidePage.renditions`), written when it is published and when an image
changes, so that reading it asks nothing.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.images.models import SourceImageIOError

from education.blocks import image_keys_in
from education.models import GuideImage, GuidePage, GuideRendition
from education.view_models import FigureView
from storefront import page_cache

WIDTHS = (480, 960, 1440)
"""In pixels: a telephone, a column of text, and the same on a screen of twice the density."""

File = tuple[str, int, int]
"""A file's name, and its width and height in pixels."""

Renditions = Mapping[str, list[File]]
"""By an image's key its files, the narrowest first."""


def renditions_of(keys: Collection[int]) -> Renditions:
    """The files of these images as far as they are there, made where they are missing. Two statements, or none."""
    if not keys:
        return {}
    found = GuideImage.objects.filter(pk__in=keys).prefetch_renditions(*map(_spec, WIDTHS))
    return {str(image.pk): files for image in found if (files := _files(image))}


def figure_views(figures: Any, renditions: Renditions) -> tuple[FigureView, ...]:
    """Figures as their page shows them; one whose image is gone is left out."""
    return tuple(_view(figure, files) for figure in figures if (files := renditions.get(str(figure["image"]))))


def address_of(file: File) -> str:
    """Where a file is served."""
    return str(default_storage.url(file[0]))


def keep(page: GuidePage) -> None:
    """Let a guide carry the files of its images as they are now."""
    kept = renditions_of(image_keys_in(page.sections, page.stages, page.after))
    GuidePage.objects.filter(pk=page.pk).update(renditions=kept)


def follow_images() -> None:
    """When a file is no longer there, because its image was changed or deleted, the guides that show it are told."""
    post_delete.connect(_gone, sender=GuideRendition, dispatch_uid="education.figures")


def _gone(*, instance: GuideRendition, **_: Any) -> None:
    transaction.on_commit(lambda: _keep_all(instance.image_id))


def _keep_all(image: int) -> None:
    for page in GuidePage.objects.filter(renditions__has_key=str(image)):
        keep(page)
    page_cache.invalidate("guides")


def _spec(width: int) -> str:
    return f"width-{width}|format-webp"


def _files(image: GuideImage) -> list[File]:
    narrower = [width for width in WIDTHS if width < image.width]
    wanted = [*narrower, *WIDTHS[len(narrower) :][:1]]
    try:
        made = image.get_renditions(*map(_spec, wanted)).values()
    except SourceImageIOError:
        return []
    return [(copy.file.name, copy.width, copy.height) for copy in made]


def _view(figure: Any, files: list[File]) -> FigureView:
    _, width, height = files[-1]
    return FigureView(
        alt=figure["alt"],
        caption=figure["caption"] or "",
        credit=figure["credit"] or "",
        src=address_of(files[-1]),
        srcset=", ".join(f"{address_of(file)} {file[1]}w" for file in files),
        width=width,
        height=height,
    )
