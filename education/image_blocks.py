"""An image in a stream, by its key."""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.images.blocks import ImageChooserBlock, ImageChooserBlockComparison


class _ImagesCompared(ImageChooserBlockComparison):
    """Two revisions side by side, where the images themselves are needed."""

    def htmlvalue(self, val: int | None) -> str:
        """Of one side."""
        return str(super().htmlvalue(self.block.image(val)))

    def htmldiff(self) -> str:
        """Of both."""
        images = map(self.block.image, (self.val_a, self.val_b))
        return str(ImageChooserBlockComparison(self.block, self.exists_a, self.exists_b, *images).htmldiff())


class ImageKeyBlock(ImageChooserBlock):
    """An image by its key: pages carry what they show of it (figures.py), so reading them asks for no image."""

    def to_python(self, value: int | None) -> int | None:
        return value

    def bulk_to_python(self, values: Sequence[int | None]) -> list[int | None]:
        return list(values)

    def get_prep_value(self, value: int | None) -> int | None:
        return value

    def value_from_form(self, value: Any) -> int | None:
        """The key of what was chosen; a form says it as text."""
        if isinstance(value, self.model_class):
            return int(value.pk)
        return int(value) if value else None

    def image(self, value: int | None) -> Any:
        """The image of a key, while it is there."""
        return self.model_class.objects.filter(pk=value).first()

    def extract_references(self, value: int | None) -> Iterator[tuple[Any, str, str, str]]:
        if value is not None:
            yield self.model_class, str(value), "", ""

    def get_comparison_class(self) -> type:
        return _ImagesCompared
