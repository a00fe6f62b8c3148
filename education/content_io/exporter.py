"""Pages as manuscripts, so that importing one again gives the same page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import yaml

from education.content_io.file_format import (
    CareCard,
    Criteria,
    Figure,
    GlossaryFile,
    GuideFile,
    Pick,
    Section,
    Situation,
    Source,
    Stage,
    Term,
)
from education.content_io.html_to_markdown import to_markdown
from education.content_io.page_links import keys_by_page
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideImage, GuidePage
from education.sources import source_codes

_FOUND_BY = ("kind", "base", "material", "firmness", "power")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What files call the pages and images of this desk, by number."""

    pages: Mapping[int, str]
    images: Mapping[int, str]

    def text(self, html: str) -> str:
        """Rich text as Markdown."""
        return to_markdown(html, self.pages)


def guide_file(page: GuidePage) -> GuideFile:
    """A guide as it is live now. A product or image that is gone is left out. Three statements beside the guide's own.

    A clinical review stays at the desk: a file cannot carry it.
    """
    names = _Names(pages=keys_by_page(page.locale), images={image.pk: _image_name(image) for image in images_of(page)})
    return GuideFile(
        title=page.title,
        headline=page.headline,
        slug=page.slug,
        kind=page.kind,
        summary=page.summary,
        seo_description=page.search_description,
        review_status=page.ReviewStatus.EDITORIAL.value,
        intro=names.text(page.intro),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        sections=_sections(page.sections, names),
        ask_first=tuple(
            Situation(situation=block.value["situation"], message=block.value["message"], sources=block.value.codes)
            for block in page.ask_first
        ),
        stages=tuple(
            _stage(block.value, names, number=place if page.counts_stages else None)
            for place, block in enumerate(page.stages, start=1)
        ),
        after=_sections(page.after, names),
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


def images_of(page: GuidePage) -> list[GuideImage]:
    """The images of a guide, as far as they are still there."""
    return list(GuideImage.objects.filter(pk__in=page.image_keys))


def glossary_file(index: GlossaryIndexPage) -> GlossaryFile:
    """The live terms of a glossary in the order in which they were made; what most of them share stands above them."""
    pages = list(GlossaryTermPage.objects.child_of(index).live().order_by("path"))
    first = pages[0] if pages else GlossaryTermPage()
    shared = (first.last_reviewed, first.next_review)
    keys = keys_by_page(index.locale)
    return GlossaryFile(
        terms=tuple(_term(page, shared, keys) for page in pages),
        sources=_sources(index.sources),
        last_reviewed=shared[0],
        next_review=shared[1],
    )


def written(manuscript: GuideFile | GlossaryFile) -> str:
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


def _term(page: GlossaryTermPage, shared: tuple[Any, Any], keys: Mapping[int, str]) -> Term:
    own = (page.last_reviewed, page.next_review)
    differs = own != shared
    return Term(
        slug=page.slug,
        term=page.title,
        definition=to_markdown(page.definition, keys),
        also=tuple(line.strip() for line in page.also.splitlines() if line.strip()),
        see=tuple(block.value.slug for block in page.see if block.value),
        guides=tuple(block.value.slug for block in page.guides if block.value),
        sources=source_codes(page.sources),
        last_reviewed=own[0] if differs else None,
        next_review=own[1] if differs else None,
    )


def _sections(stream: Any, names: _Names) -> tuple[Section, ...]:
    return tuple(
        Section(
            anchor=block.value["anchor"],
            title=block.value["title"],
            paths=block.value["track"] or None,
            body=names.text(block.value["body"].source),
            figures=_figures(block.value["figures"], names),
            sources=block.value.codes,
        )
        for block in stream
    )


def _stage(stage: Any, names: _Names, *, number: int | None) -> Stage:
    limits, matching = stage["limits"], stage["matching"]
    return Stage(
        anchor=stage["anchor"],
        number=number,
        title=stage["title"],
        optional=bool(stage["optional"]),
        paths=stage["track"] or None,
        purpose=stage["purpose"],
        body=names.text(stage["body"].source),
        figures=_figures(stage["figures"], names),
        good_to_know=tuple(stage["good_to_know"]),
        stop_if=tuple(stage["stop_if"]),
        sources=stage.codes,
        criteria=Criteria(
            stage=limits["stage"] or None,
            max_diameter_mm=limits["max_diameter_mm"],
            max_osmolality_mosm_kg=limits["max_osmolality"],
            find=matching["up_to"] or 0,
            flared_base=bool(matching["flared_base"]),
            **{name: matching[name] or None for name in _FOUND_BY},
        ),
        products=tuple(
            Pick(product=item["product"].slug, reason=item["reason"] or "")
            for item in stage["products"]
            if item["product"]
        ),
    )


def _figures(figures: Iterable[Any], names: _Names) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            image=names.images[figure["image"]],
            alt=figure["alt"],
            caption=figure["caption"] or "",
            credit=figure["credit"] or "",
        )
        for figure in figures
        if figure["image"] in names.images
    )


def _image_name(image: GuideImage) -> str:
    return f"images/{image.filename}"


def _sources(stream: Iterable[Any]) -> tuple[Source, ...]:
    return tuple(
        Source(**{name: block.value[name] or "" for name in ("code", "title", "kind", "url", "published", "read")})
        for block in stream
    )
