"""Converts parts of a file into the values of Wagtail's blocks, and back, field by field.

A block and its part have the same field names, so a new field needs no code here: it is declared in
`education.blocks.guides` and in `file_format`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from education.content_io.files.faults import FieldPath
from education.content_io.files.file_format import (
    IN_CRITERIA,
    CareCard,
    Commitment,
    Criteria,
    Figure,
    Part,
    Pick,
    Section,
    Situation,
    Source,
    Stage,
)
from education.content_io.files.rich_text import RichTextError, from_file
from education.content_io.files.rich_text_writer import to_file
from education.content_io.pages.page_links import resolve_links

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
    """The primary keys of what a file may name.

    `products` are by slug, `images` by the name in the file. `page` finds a page by its key. `refuse` takes faults and
    `leave_out` what is not imported, each with its place in the file.
    """

    products: Mapping[str, int]
    images: Mapping[str, int]
    page: Callable[[FieldPath, str], int | None]
    refuse: Callable[[FieldPath, str], None]
    leave_out: Callable[[FieldPath, str], None]
    skip_missing: bool = False

    def rich_text(self, text: str, path: FieldPath) -> str:
        """Return a text of a file as rich text, with its links resolved."""
        try:
            html = from_file(text)
        except RichTextError as error:
            self.refuse(path, str(error))
            return ""
        return resolve_links(html, lambda key: self.page(path, key))

    def available(self, picks: Sequence[Pick], path: FieldPath) -> list[tuple[FieldPath, Pick]]:
        """Return the picks whose product is in the catalogue, with their places."""
        found = []
        for place, pick in enumerate(picks):
            where = (*path, place)
            if pick.product in self.products:
                found.append((where, pick))
            elif self.skip_missing:
                self.leave_out((*where, "product"), f"{pick.product} is not in the catalogue")
            else:
                self.refuse(
                    (*where, "product"),
                    f"there is no product {pick.product} in the catalogue. Run sync_catalog, or use --skip-missing",
                )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNames:
    """What files call the pages and images of this installation, by primary key. `warn` gets what is not written."""

    pages: Mapping[int, str]
    images: Mapping[int, str]
    warn: Callable[[str], None]


def stream_data(
    stream: StreamField, values: Iterable[object], keys: FileKeys, path: FieldPath
) -> list[dict[str, object]]:
    """Return parts or texts as a stream of one block type stores them. `path` is their place in the file."""
    ((kind, block),) = stream.stream_block.child_blocks.items()
    return [stored_item(kind, _stored(block, value, keys, (*path, place))) for place, value in enumerate(values)]


def stored_item(kind: str, value: object) -> dict[str, object]:
    """Return an item of a stream or list as Wagtail stores it. The same value always gets the same id."""
    name = json.dumps([kind, value], sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, name))}


def _stored(block: blocks.Block, value: Any, keys: FileKeys, path: FieldPath) -> object:
    if isinstance(block, blocks.StructBlock):
        return {
            name: _stored(child, _value_for(name, value), keys, (*path, "criteria" if name in IN_CRITERIA else name))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        items = [((*path, place), item) for place, item in enumerate(value)]
        if isinstance(block.child_block, PickBlock):
            items = keys.available(value, path)
        return [stored_item("item", _stored(block.child_block, item, keys, where)) for where, item in items]
    if isinstance(block, ProductChooserBlock):
        return keys.products[value]
    if isinstance(block, ImageKeyBlock):
        return keys.images.get(value)
    if isinstance(block, blocks.RichTextBlock):
        return keys.rich_text(value, path)
    if isinstance(block, SourceCodesBlock):
        return ", ".join(value)
    return value if isinstance(block, blocks.BooleanBlock | blocks.IntegerBlock) else value or ""


def _value_for(name: str, part: Part) -> object:
    """Return the value of a part that belongs to the block field `name`."""
    if isinstance(part, Stage) and name in IN_CRITERIA:
        return part.criteria
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
        return to_file(value.source, names.pages, names.warn)
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
    missing = next((name for name, each in written.items() if each is None), None)
    if missing is not None:
        alternative = value.get("alt") or value.get("reason") or ""
        words = "an image that is gone" if missing == "image" else f"a {missing} that is gone"
        names.warn(f"{words} ({alternative})" if alternative else words)
        return None
    return kind(**written)


def _fields_of(block: blocks.StructBlock, value: Any, names: PageNames) -> dict[str, Any]:
    """Return the fields of a part. What is empty is left to the default of the part, where it has one."""
    found = {}
    for each in msgspec.structs.fields(PARTS[type(block)]):
        if each.name in block.child_blocks:
            written = _written(block.child_blocks[each.name], value[each.name], names)
            if each.required or written not in (None, ""):
                found[each.name] = written
    return found
