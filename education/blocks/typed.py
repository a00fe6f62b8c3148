"""Wagtail's text blocks with what editors type normalised, as in every form (storefront/core/text/typed_text.py)."""

from wagtail import blocks

from storefront.core.text.typed_text import clean_line, clean_lines


class CharBlock(blocks.CharBlock):
    """One line of text."""

    def clean(self, value: object) -> object:
        """Normalise the value before it is checked."""
        return super().clean(clean_line(value) if isinstance(value, str) else value)


class TextBlock(blocks.TextBlock):
    """Several lines of text."""

    def clean(self, value: object) -> object:
        """Normalise the value before it is checked."""
        return super().clean(clean_lines(value) if isinstance(value, str) else value)


class URLBlock(blocks.URLBlock):
    """A web address."""

    def clean(self, value: object) -> object:
        """Normalise the value before it is checked."""
        return super().clean(clean_line(value) if isinstance(value, str) else value)


# Migrations know these blocks as Wagtail's, which store the same.
DECONSTRUCT_ALIASES = {
    CharBlock: "wagtail.blocks.CharBlock",
    TextBlock: "wagtail.blocks.TextBlock",
    URLBlock: "wagtail.blocks.URLBlock",
}
