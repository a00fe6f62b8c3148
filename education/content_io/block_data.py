"""A manuscript's parts as Wagtail stores them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec

from education.content_io.file_format import Figure, FileFormatError, GuideFile, Section, Source, Stage
from education.content_io.markdown_to_html import rich_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a manuscript may name, by its keys here: products by slug, images by the name that its file gives them.

    With `skip_missing`, products that are not here are noted in `left_out` as "guide, stage: product".
    """

    products: Mapping[str, int]
    images: Mapping[str, int]
    skip_missing: bool = False
    left_out: list[str] = field(default_factory=list)


def guide_content(name: str, manuscript: GuideFile, desk: Desk) -> dict[str, Any]:
    """A guide's fields as its page stores them; streams as lists."""
    return {
        "title": manuscript.title,
        "headline": manuscript.headline,
        "kind": manuscript.kind,
        "summary": manuscript.summary,
        "search_description": manuscript.seo_description,
        "review_status": manuscript.review_status,
        "last_reviewed": manuscript.last_reviewed,
        "next_review": manuscript.next_review,
        "intro": rich_text(manuscript.intro),
        "sections": [stored("section", section(each, desk.images)) for each in manuscript.sections],
        "ask_first": [
            stored("situation", {"situation": s.situation, "message": s.message, "sources": ", ".join(s.sources)})
            for s in manuscript.ask_first
        ],
        "stages": [stored("stage", _stage(each, _picks(name, each, desk), desk.images)) for each in manuscript.stages],
        "after": [stored("section", section(each, desk.images)) for each in manuscript.after],
        "stop_signs": [stored("sign", sign) for sign in manuscript.stop_signs],
        "care_cards": [
            stored(
                "card", {"level": c.level, "title": c.title, "body": _items(c.body), "sources": ", ".join(c.sources)}
            )
            for c in manuscript.care_cards
        ],
        "sources": source_blocks(manuscript.sources),
    }


def source_blocks(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """A list of sources as a page stores it."""
    return [stored("source", msgspec.structs.asdict(source)) for source in sources]


def section(written: Section, images: Mapping[str, int]) -> dict[str, Any]:
    """A section of prose as a page stores it."""
    return {
        "anchor": written.anchor,
        "title": written.title,
        "track": written.paths or "",
        "body": rich_text(written.body),
        "figures": _figures(written.figures, images),
        "sources": ", ".join(written.sources),
    }


def _stage(stage: Stage, picks: list[dict[str, Any]], images: Mapping[str, int]) -> dict[str, Any]:
    return {
        "anchor": stage.anchor,
        "title": stage.title,
        "optional": stage.optional,
        "track": stage.paths or "",
        "purpose": stage.purpose,
        "body": rich_text(stage.body),
        "figures": _figures(stage.figures, images),
        "good_to_know": _items(stage.good_to_know),
        "stop_if": _items(stage.stop_if),
        "sources": ", ".join(stage.sources),
        "limits": {
            "stage": stage.criteria.stage or "",
            "max_diameter_mm": stage.criteria.max_diameter_mm,
            "max_osmolality": stage.criteria.max_osmolality_mosm_kg,
        },
        "matching": {
            "up_to": stage.criteria.find,
            **{name: getattr(stage.criteria, name) or "" for name in ("kind", "base", "material", "firmness", "power")},
            "flared_base": stage.criteria.flared_base,
        },
        "products": picks,
    }


def _figures(figures: Sequence[Figure], images: Mapping[str, int]) -> list[dict[str, Any]]:
    return [stored("item", {**msgspec.structs.asdict(each), "image": images[each.image]}) for each in figures]


def _picks(name: str, stage: Stage, desk: Desk) -> list[dict[str, Any]]:
    found = []
    for pick in stage.products:
        if pick.product in desk.products:
            found.append(stored("item", {"product": desk.products[pick.product], "reason": pick.reason}))
        elif desk.skip_missing:
            desk.left_out.append(f"{name}, {stage.anchor}: {pick.product}")
        else:
            raise FileFormatError(
                f"{name}, stage {stage.anchor}: there is no product {pick.product!r} in the catalogue"
                " (sync_catalog first, or use --skip-missing)"
            )
    return found


def _items(sentences: Sequence[str]) -> list[dict[str, Any]]:
    return [stored("item", sentence) for sentence in sentences]


def stored(kind: str, value: Any) -> dict[str, Any]:
    """A stream or list item as Wagtail stores it; without an id a list item would not be read as one."""
    name = json.dumps([kind, value], sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, name))}


def content_hash_of(content: Any) -> str:
    """What tells whether a manuscript, with its products as they resolve now, is the one that was last imported."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
