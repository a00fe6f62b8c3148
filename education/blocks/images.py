"""Blocks for images in guides. They hold primary keys, because reading a page must not load its images."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock, ImageChooserBlockComparison
from wagtail.images.models import AbstractImage

from education.blocks.text import Prose
from education.blocks.typed import CharBlock


class _ImagesCompared(ImageChooserBlockComparison):
    """Compares two revisions, for which it loads the images."""

    def htmlvalue(self, val: int | None) -> str:
        return str(super().htmlvalue(self.block.image(val)))

    def htmldiff(self) -> str:
        images = map(self.block.image, (self.val_a, self.val_b))
        return str(ImageChooserBlockComparison(self.block, self.exists_a, self.exists_b, *images).htmldiff())


class ImageKeyBlock(ImageChooserBlock):
    """Holds the primary key of an image. Pages store the image files that they show (`education.images.figures`)."""

    def to_python(self, value: int | None) -> int | None:
        return value

    def bulk_to_python(self, values: Sequence[int | None]) -> list[int | None]:
        return list(values)

    def get_prep_value(self, value: int | None) -> int | None:
        return value

    def value_from_form(self, value: AbstractImage | str | None) -> int | None:
        """Return the primary key of the chosen image, which a form sends as text."""
        if isinstance(value, self.model_class):
            return int(value.pk)
        return int(value) if value else None

    def image(self, value: int | None) -> AbstractImage | None:
        """Return the image with this primary key, or None."""
        image: AbstractImage | None = self.model_class.objects.filter(pk=value).first()
        return image

    def extract_references(self, value: int | None) -> Iterator[tuple[type[AbstractImage], str, str, str]]:
        if value is not None:
            yield self.model_class, str(value), "", ""

    def get_comparison_class(self) -> type:
        return _ImagesCompared


class FigureBlock(blocks.StructBlock):
    """An image, and what it shows in words."""

    image = ImageKeyBlock(label=_("Image"))
    alt = CharBlock(
        label=_("Text alternative"),
        max_length=250,
        prose=Prose.ALTERNATIVE,
        help_text=_(
            "For whoever cannot see it: what it shows and is there to tell, in the language of this page, in one or two"
            " sentences. Do not begin with “Image of”, and do not repeat the caption."
        ),
    )
    caption = CharBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("A sentence below it, for everybody."),
        prose=Prose.SENTENCES,
    )
    credit = CharBlock(
        label=_("Credit"), required=False, max_length=120, help_text=_("Who made it, and under which licence.")
    )

    class Meta:
        label = _("Image")
        icon = "image"
        description = _("An image with its text alternative, below the text.")
        label_format = "{alt}"


def image_keys_in(*streams: Iterable[blocks.StreamValue.StreamChild]) -> set[int]:
    """Return the primary keys of all images in streams of sections and stages."""
    figures = chain.from_iterable(block.value["figures"] for block in chain(*streams))
    return {figure["image"] for figure in figures if figure["image"]}
