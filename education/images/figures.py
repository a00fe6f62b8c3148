"""Image files (renditions) that pages show.

A live guide stores them in its own row (`GuidePage.renditions`), so that reading it costs no query for images. The row
is written when the guide is published and when an image changes.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.blocks import StructValue
from wagtail.images.models import SourceImageIOError

from education.models import GuideImage, GuidePage, GuideRendition
from storefront import page_cache

WIDTHS = (480, 960, 1440)
"""Widths in pixels: a phone, a column of text, and the column on a screen of twice the density."""

File = tuple[str, int, int]
"""The name of a file, and its width and height in pixels."""

Renditions = Mapping[str, list[File]]
"""The files of each image, narrowest first, by the image's primary key as text (JSON has no other keys)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """An image in text, with its sources as an `img` element takes them. Only `alt` is never empty."""

    alt: str
    caption: str
    credit: str
    src: str
    srcset: str
    width: int
    height: int


def renditions_of(keys: Collection[int]) -> Renditions:
    """Return the files of these images, and create those that are missing. Two statements, or none.

    Images without a readable file are left out.
    """
    if not keys:
        return {}
    images = GuideImage.objects.filter(pk__in=keys).prefetch_renditions(*map(_spec, WIDTHS))
    return {str(image.pk): files for image in images if (files := _files(image))}


def figure_views(figures: Iterable[StructValue], renditions: Renditions) -> tuple[FigureView, ...]:
    """Return figures as their page shows them, without those whose image is missing."""
    return tuple(_figure_view(figure, files) for figure in figures if (files := renditions.get(str(figure["image"]))))


def file_url(file: File) -> str:
    """Return the URL of a file."""
    return str(default_storage.url(file[0]))


def store_renditions(page: GuidePage) -> None:
    """Store the current files of a guide's images in its row."""
    GuidePage.objects.filter(pk=page.pk).update(renditions=renditions_of(page.image_keys))


def connect_signals() -> None:
    """Update guides when Wagtail deletes a rendition, which it does when an image is changed or deleted."""
    post_delete.connect(_on_rendition_deleted, sender=GuideRendition, dispatch_uid="education.images.figures")


def _on_rendition_deleted(*, instance: GuideRendition, **_: object) -> None:
    transaction.on_commit(lambda: _update_guides_showing(instance.image_id))


def _update_guides_showing(image: int) -> None:
    for page in GuidePage.objects.filter(renditions__has_key=str(image)):
        store_renditions(page)
    page_cache.invalidate("guides")


def _spec(width: int) -> str:
    return f"width-{width}|format-webp"


def _files(image: GuideImage) -> list[File]:
    narrower = [width for width in WIDTHS if width < image.width]
    wanted = [*narrower, *WIDTHS[len(narrower) :][:1]]
    try:
        renditions = image.get_renditions(*map(_spec, wanted)).values()
    except SourceImageIOError:
        return []
    return [(each.file.name, each.width, each.height) for each in renditions]


def _figure_view(figure: StructValue, files: list[File]) -> FigureView:
    _, width, height = files[-1]
    return FigureView(
        alt=figure["alt"],
        caption=figure["caption"] or "",
        credit=figure["credit"] or "",
        src=file_url(files[-1]),
        srcset=", ".join(f"{file_url(file)} {file[1]}w" for file in files),
        width=width,
        height=height,
    )
