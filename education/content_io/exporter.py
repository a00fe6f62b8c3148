"""Guides and glossaries as files. Importing a file again gives the same page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import yaml

from education.blocks.sources import source_codes
from education.content_io.block_mapping import PageNames, written_values
from education.content_io.file_format import GlossaryFile, GuideFile, Term
from education.content_io.page_links import keys_by_page
from education.content_io.rich_text import to_markdown
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideImage, GuidePage


def guide_file(page: GuidePage) -> GuideFile:
    """Return a live guide as a file, without products and images that no longer exist.

    Three queries in addition to the guide's own. A clinical review is left out, because a file cannot claim one.
    """
    images = {image.pk: f"images/{image.filename}" for image in images_of(page)}
    names = PageNames(pages=keys_by_page(page.locale), images=images)
    stages = written_values(page.stages, names)
    if page.counts_stages:
        stages = tuple(msgspec.structs.replace(stage, number=place) for place, stage in enumerate(stages, start=1))
    return GuideFile(
        title=page.title,
        headline=page.headline,
        slug=page.slug,
        kind=page.kind,
        summary=page.summary,
        seo_description=page.search_description,
        review_status=page.ReviewStatus.EDITORIAL.value,
        intro=to_markdown(page.intro, names.pages),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        sections=written_values(page.sections, names),
        ask_first=written_values(page.ask_first, names),
        stages=stages,
        after=written_values(page.after, names),
        stop_signs=written_values(page.stop_signs, names),
        care_cards=written_values(page.care_cards, names),
        sources=written_values(page.sources, names),
        related=tuple(row.guide.slug for row in page.related.select_related("guide")),
    )


def images_of(page: GuidePage) -> list[GuideImage]:
    """Return the images that a guide shows and that still exist."""
    return list(GuideImage.objects.filter(pk__in=page.image_keys))


def glossary_file(index: GlossaryIndexPage) -> GlossaryFile:
    """Return the live terms of a glossary, oldest first. The dates of the first term are the file's."""
    pages = list(GlossaryTermPage.objects.child_of(index).live().order_by("path"))
    first = pages[0] if pages else GlossaryTermPage()
    dates = (first.last_reviewed, first.next_review)
    keys = keys_by_page(index.locale)
    return GlossaryFile(
        terms=tuple(_term(page, dates, keys) for page in pages),
        sources=written_values(index.sources, PageNames(pages=keys, images={})),
        last_reviewed=dates[0],
        next_review=dates[1],
    )


def file_text(content: GuideFile | GlossaryFile) -> str:
    """Return a file's text: YAML between two lines of hyphens, without empty fields."""
    written = _without_empty(msgspec.to_builtins(content, builtin_types=(date,)))
    return f"---\n{yaml.dump(written, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000)}---\n"


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_str)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(inner) for key, inner in value.items()}
        # A term's file always has `also`, so that whoever edits it sees where other words belong.
        return {key: inner for key, inner in kept.items() if inner not in (None, [], {}) or key == "also"}
    return [_without_empty(item) for item in value] if isinstance(value, list | tuple) else value


def _term(page: GlossaryTermPage, dates: tuple[date | None, date | None], keys: Mapping[int, str]) -> Term:
    own = (page.last_reviewed, page.next_review)
    differs = own != dates
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
