"""Texts in blocks: which of them readers read, as the block definitions state it, and rich text as HTML."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks
from wagtail.rich_text import expand_db_html

from education.blocks.typed import TextBlock

FEATURES = ["bold", "italic", "link", "ol", "ul", "h3"]
"""Rich text features for editors; none that carries pictures, embeds or markup."""
_RICH_TEXT_TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ol", "ul", "li", "h3"}  # what FEATURES store
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript", "svg", "math"}
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class Prose(Enum):
    """How readers meet the text of a field. It decides reading time, reading age and what search looks through.

    A block states it as `prose=`. Without it, text and rich text blocks are SENTENCES and all others are NONE.
    """

    NONE = auto()
    """Not read as text: a code, an anchor, a choice."""
    HEADING = auto()
    """Read, but not a sentence."""
    SENTENCES = auto()
    """Read as sentences."""
    LIST_ITEM = auto()
    """The end of a sentence that an interface text begins, such as "Stop if …"."""
    ALTERNATIVE = auto()
    """Sentences that replace an image, which most readers do not see."""


def texts_in(block: blocks.Block, stored: Any) -> Iterator[tuple[Prose, str]]:
    """Yield the texts of a stored value that readers read, in the order of its fields. `block` defines the value."""
    if isinstance(block, blocks.BaseStreamBlock):
        for item in stored:
            yield from texts_in(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in stored:
            # Wagtail also reads lists of bare values.
            is_item = isinstance(item, dict) and item.get("type") == "item"
            yield from texts_in(block.child_block, item["value"] if is_item else item)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from texts_in(child, stored.get(name) or "")
    elif isinstance(stored, str) and stored:
        is_text = isinstance(block, TextBlock | blocks.RichTextBlock)
        prose = getattr(block.meta, "prose", Prose.SENTENCES if is_text else Prose.NONE)
        if prose is not Prose.NONE:
            yield prose, stored


def visible_texts(block: blocks.Block, stored: Any) -> Iterator[str]:
    """Yield the texts of a stored value that readers see on the page."""
    return (text for prose, text in texts_in(block, stored) if prose is not Prose.ALTERNATIVE)


def reviewed_value(block: blocks.Block | None, stored: Any) -> object:
    """Return the part of a stored value that a review covers: all but fields whose block states `reviewed=False`.

    IDs of list items and of rich text blocks are left out. `block` defines the value; None for a plain text field.
    """
    if isinstance(block, blocks.ListBlock):
        return [reviewed_value(block.child_block, item["value"]) for item in stored]
    if isinstance(block, blocks.BaseStreamBlock):
        return [[item["type"], reviewed_value(block.child_blocks[item["type"]], item["value"])] for item in stored]
    if isinstance(block, blocks.BaseStructBlock):
        return {
            name: reviewed_value(child, stored.get(name))
            for name, child in block.child_blocks.items()
            if getattr(child.meta, "reviewed", True)
        }
    return _BLOCK_KEY.sub("", stored) if isinstance(stored, str) else stored


def render_rich_text(source: str) -> SafeString:
    """Return stored rich text as the HTML that pages print.

    The editor stores only FEATURES; imports and the API write below it, so that everything is cleaned here.
    """
    html = nh3.clean(
        expand_db_html(source),
        tags=_RICH_TEXT_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        clean_content_tags=_DROPPED_WITH_CONTENT,
    )
    return mark_safe(html)  # noqa: S308  # cleaned above
