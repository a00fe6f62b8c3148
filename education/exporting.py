"""Pages as manuscripts, so that importing one again gives the same page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
import yaml

from education.blocks import source_codes
from education.manuscripts import (
    CareCard,
    Criteria,
    Glossary,
    Manuscript,
    Pick,
    Section,
    Situation,
    Source,
    Stage,
    Term,
)
from education.markdown_out import to_markdown
from education.models import GlossaryIndexPage, GlossaryTermPage, GuidePage

_FOUND_BY = ("kind", "base", "material", "firmness", "power")


def guide_manuscript(page: GuidePage) -> Manuscript:
    """A guide as it is live now. A product that is gone is left out."""
    return Manuscript(
        title=page.title,
        headline=page.headline,
        slug=page.slug,
        kind=page.kind,
        summary=page.summary,
        seo_description=page.search_description,
        review_status=page.review_status,
        intro=to_markdown(page.intro),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        sections=_sections(page.sections),
        ask_first=tuple(
            Situation(situation=block.value["situation"], message=block.value["message"], sources=block.value.codes)
            for block in page.ask_first
        ),
        stages=tuple(
            _stage(block.value, number=place if page.counts_stages else None)
            for place, block in enumerate(page.stages, start=1)
        ),
        after=_sections(page.after),
        stop_signs=tuple(block.value for block in page.stop_signs),
        care_cards=tuple(
            CareCard(
                level=block.value["level"],
                title=block.value["title"],
                body=tuple(block.value["body"]),
                sources=block.value.codes,
            )
            for block in page.care_cards
        ),
        sources=_sources(page.sources),
        related=tuple(row.guide.slug for row in page.related.select_related("guide")),
    )


def glossary_manuscript(index: GlossaryIndexPage) -> Glossary:
    """The live terms of a glossary in the order in which they were made; what most of them share stands above them."""
    pages = list(GlossaryTermPage.objects.child_of(index).live().order_by("path"))
    first = pages[0] if pages else GlossaryTermPage()
    shared = (first.last_reviewed, first.next_review, first.review_status)
    return Glossary(
        terms=tuple(_term(page, shared) for page in pages),
        sources=_sources(index.sources),
        last_reviewed=shared[0],
        next_review=shared[1],
        review_status=shared[2],
    )


def written(manuscript: Manuscript | Glossary) -> str:
    """A manuscript as its file: YAML between two rules; what is as it would be anyway is left out."""
    said = _said(msgspec.to_builtins(manuscript, builtin_types=(date,)))
    return f"---\n{yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)}---\n"


class _Dumper(yaml.SafeDumper):
    """Text of several lines stands as it is written."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """A text; a long one as a block."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_str)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        said = {key: _said(inner) for key, inner in value.items()}
        return {key: inner for key, inner in said.items() if inner not in (None, [], {}) or key == "also"}
    return [_said(item) for item in value] if isinstance(value, list | tuple) else value


def _term(page: GlossaryTermPage, shared: tuple[Any, Any, str]) -> Term:
    own = (page.last_reviewed, page.next_review, page.review_status)
    differs = own != shared
    return Term(
        slug=page.slug,
        term=page.title,
        definition=to_markdown(page.definition),
        also=tuple(line.strip() for line in page.also.splitlines() if line.strip()),
        see=tuple(block.value.slug for block in page.see if block.value),
        guides=tuple(block.value.slug for block in page.guides if block.value),
        sources=source_codes(page.sources),
        last_reviewed=own[0] if differs else None,
        next_review=own[1] if differs else None,
        review_status=own[2] if differs else None,
    )


def _sections(stream: Any) -> tuple[Section, ...]:
    return tuple(
        Section(
            anchor=block.value["anchor"],
            title=block.value["title"],
            paths=block.value["paths"] or None,
            body=to_markdown(block.value["body"].source),
            sources=block.value.codes,
        )
        for block in stream
    )


def _stage(stage: Any, *, number: int | None) -> Stage:
    limits, finds = stage["limits"], stage["finds"]
    return Stage(
        anchor=stage["anchor"],
        number=number,
        title=stage["title"],
        optional=bool(stage["optional"]),
        paths=stage["paths"] or None,
        purpose=stage["purpose"],
        body=to_markdown(stage["body"].source),
        good_to_know=tuple(stage["good_to_know"]),
        stop_if=tuple(stage["stop_if"]),
        sources=stage.codes,
        criteria=Criteria(
            stage=limits["stage"] or None,
            max_diameter_mm=limits["max_diameter_mm"],
            max_osmolality_mosm_kg=limits["max_osmolality"],
            find=finds["up_to"] or 0,
            flared_base=bool(finds["flared_base"]),
            **{name: finds[name] or None for name in _FOUND_BY},
        ),
        products=tuple(
            Pick(product=item["product"].slug, reason=item["reason"] or "")
            for item in stage["products"]
            if item["product"]
        ),
    )


def _sources(stream: Iterable[Any]) -> tuple[Source, ...]:
    return tuple(
        Source(**{name: block.value[name] or "" for name in ("code", "title", "kind", "url", "published", "read")})
        for block in stream
    )
