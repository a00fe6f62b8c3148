"""Converts parts of a file into the values of Wagtail's blocks, and back, field by field.

A block and its part have the same field names, so a new field needs no code here: it is declared in
`education.blocks.guides` and in `file_format`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec
from wagtail import blocks
from wagtail.fields import StreamField

from education.blocks.guides import (
    CareCardBlock,
    CommitmentBlock,
    LimitsBlock,
    MatchingBlock,
    PickBlock,
    SectionBlock,
    SituationBlock,
    StageBlock,
)
from education.blocks.images import FigureBlock, ImageKeyBlock
from education.blocks.product_chooser import ProductChooserBlock
from education.blocks.sources import SourceBlock, SourceCodesBlock, source_codes
from education.content_io.file_format import (
    IN_CRITERIA,
    CareCard,
    Commitment,
    Criteria,
    Figure,
    FileFormatError,
    Part,
    Pick,
    Section,
    Situation,
    Source,
    Stage,
)
from education.content_io.page_links import resolve_links
from education.content_io.rich_text import from_markdown, to_markdown

PARTS: dict[type[blocks.StructBlock], type[Part]] = {
    CareCardBlock: CareCard,
    CommitmentBlock: Commitment,
    FigureBlock: Figure,
    LimitsBlock: Criteria,
    MatchingBlock: Criteria,
    PickBlock: Pick,
    SectionBlock: Section,
    SituationBlock: Situation,
    SourceBlock: Source,
    StageBlock: Stage,
}
"""The part of a file that each block is written as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeys:
    """The database keys of everything that one file may name.

    `products` are by slug, `images` by the name in the file, `pages` by link key. With `skip_missing`, products that
    the catalogue does not have are added to `left_out` instead of raising FileFormatError.
    """

    file: str
    products: Mapping[str, int]
    images: Mapping[str, int]
    pages: Mapping[str, int]
    skip_missing: bool = False
    left_out: list[str] = field(default_factory=list)
    missing_pages: set[str] = field(default_factory=set)

    def rich_text(self, markdown: str) -> str:
        """Return Markdown as rich text with its links resolved."""
        return resolve_links(from_markdown(markdown), self.pages, self.missing_pages)

    def refuse_missing_pages(self) -> None:
        """Raise FileFormatError if the texts so far link to pages that do not exist."""
        if self.missing_pages:
            missing = ", ".join(sorted(self.missing_pages))
            raise FileFormatError(f"{self.file}: it links to pages that are not there: {missing}")

    def available(self, picks: Sequence[Pick], stage: str) -> list[Pick]:
        """Return the picks whose product is in the catalogue. Raises FileFormatError unless `skip_missing` is set."""
        missing = [pick.product for pick in picks if pick.product not in self.products]
        if missing and not self.skip_missing:
            raise FileFormatError(
                f"{self.file}, stage {stage}: there is no product {missing[0]!r} in the catalogue"
                " (sync_catalog first, or use --skip-missing)"
            )
        self.left_out.extend(f"{self.file}, {stage}: {product}" for product in missing)
        return [pick for pick in picks if pick.product in self.products]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNames:
    """What files call the pages and images of this installation, by database key."""

    pages: Mapping[int, str]
    images: Mapping[int, str]


def stream_data(stream: StreamField, values: Iterable[object], keys: FileKeys) -> list[dict[str, Any]]:
    """Return parts or texts as a stream of one block type stores them."""
    ((kind, block),) = stream.stream_block.child_blocks.items()
    return [stored_item(kind, _stored(block, value, keys)) for value in values]


def stored_item(kind: str, value: Any) -> dict[str, Any]:
    """Return an item of a stream or list as Wagtail stores it. The same value always gets the same id."""
    name = json.dumps([kind, value], sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, name))}


def _stored(block: blocks.Block, value: Any, keys: FileKeys) -> Any:
    if isinstance(block, blocks.StructBlock):
        return {name: _stored(child, _value_for(name, value, keys), keys) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [stored_item("item", _stored(block.child_block, item, keys)) for item in value]
    if isinstance(block, ProductChooserBlock):
        return keys.products[value]
    if isinstance(block, ImageKeyBlock):
        return keys.images[value]
    if isinstance(block, blocks.RichTextBlock):
        return keys.rich_text(value)
    if isinstance(block, SourceCodesBlock):
        return ", ".join(value)
    return value if isinstance(block, blocks.BooleanBlock | blocks.IntegerBlock) else value or ""


def _value_for(name: str, part: Part, keys: FileKeys) -> Any:
    """Return the value of a part that belongs to the block field `name`."""
    if isinstance(part, Stage) and name in IN_CRITERIA:
        return part.criteria
    if isinstance(part, Stage) and name == "products":
        return keys.available(part.products, part.anchor)
    return getattr(part, name)


def written_values(stream: Iterable[Any], names: PageNames) -> tuple[Any, ...]:
    """Return the blocks of a page's stream as parts or texts of a file."""
    return tuple(_written(block.block, block.value, names) for block in stream)


def _written(block: blocks.Block, value: Any, names: PageNames) -> Any:
    """Return a block's value as a file writes it; None for a product or image that no longer exists."""
    if isinstance(block, blocks.StructBlock):
        return _part(block, value, names)
    if isinstance(block, blocks.ListBlock):
        items = (_written(block.child_block, item, names) for item in value)
        return tuple(item for item in items if item is not None)
    if isinstance(block, ProductChooserBlock):
        return value.slug if value else None
    if isinstance(block, ImageKeyBlock):
        return names.images.get(value)
    if isinstance(block, blocks.RichTextBlock):
        return to_markdown(value.source, names.pages)
    if isinstance(block, SourceCodesBlock):
        return source_codes(value or "")
    if isinstance(block, blocks.BooleanBlock):
        return bool(value)
    return value if isinstance(block, blocks.IntegerBlock) else value or ""


def _part(block: blocks.StructBlock, value: Any, names: PageNames) -> Part | None:
    """Return a block as its part; None if the product or image that it is about no longer exists."""
    kind = PARTS[type(block)]
    written = _fields_of(block, value, names)
    if kind is Stage:
        children = [(block.child_blocks[name], value[name]) for name in IN_CRITERIA]
        criteria = [_fields_of(child, inner, names) for child, inner in children]
        written["criteria"] = Criteria(**{name: each for fields in criteria for name, each in fields.items()})
    return None if None in written.values() else kind(**written)


def _fields_of(block: blocks.StructBlock, value: Any, names: PageNames) -> dict[str, Any]:
    """Return the fields of a part. What is empty is left to the default of the part, where it has one."""
    found = {}
    for each in msgspec.structs.fields(PARTS[type(block)]):
        if each.name in block.child_blocks:
            written = _written(block.child_blocks[each.name], value[each.name], names)
            if each.required or written not in (None, ""):
                found[each.name] = written
    return found
