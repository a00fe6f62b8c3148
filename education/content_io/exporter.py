"""Guides, glossaries and site texts as files. Importing a file again gives the same page.

Each function calls `warn` with what its page has and its file cannot say.
"""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec
import yaml

from education.blocks.sources import source_codes
from education.content_io.files.faults import FileFormatError
from education.content_io.files.file_format import (
    GlossaryFile,
    GlossaryIndexText,
    GuideFile,
    GuideIndexText,
    HomeText,
    Part,
    SiteText,
    Term,
)
from education.content_io.files.file_reader import decode
from education.content_io.files.front_matter import is_invisible
from education.content_io.files.rich_text_writer import to_file
from education.content_io.pages.block_mapping import PageNames, written_values
from education.content_io.pages.page_keys import PageKeys
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideImage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    PublicPage,
    ReviewedPage,
)

Warn = Callable[[str], None]
"""Takes a sentence on what is not exported."""


def guide_file(page: GuidePage, keys: PageKeys | None = None, warn: Warn = lambda _: None) -> GuideFile:
    """Return a live guide as a file, without products and images that no longer exist."""
    keys = keys or PageKeys.load()

    def warn_here(what: str) -> None:
        warn(f"{page.title}: {what}")

    images = {image.pk: f"images/{image.filename}" for image in images_of(page)}
    names = PageNames(pages=keys.written(page.locale.language_code), images=images, warn=warn_here)
    _warn_of_state(page, warn_here)
    stages = written_values(page.stages, names)
    if page.counts_stages:
        stages = tuple(msgspec.structs.replace(stage, number=place) for place, stage in enumerate(stages, start=1))
    return GuideFile(
        title=page.title,
        headline=page.headline,
        slug=page.slug,
        kind="step-by-step" if page.counts_stages else "explainer",
        summary=page.summary,
        seo_title=page.seo_title,
        seo_description=page.search_description,
        review_status=page.ReviewStatus.EDITORIAL.value,
        intro=to_file(page.intro, names.pages, warn_here),
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        sections=written_values(page.sections, names),
        ask_first=written_values(page.ask_first, names),
        stages=stages,
        after=written_values(page.after, names),
        stop_signs=written_values(page.stop_signs, names),
        care_cards=written_values(page.care_cards, names),
        sources=written_values(page.sources, names),
        related=_names_of((row.guide for row in page.related.select_related("guide")), keys),
    )


def images_of(page: GuidePage) -> list[GuideImage]:
    """Return the images that a guide shows and that still exist."""
    return list(GuideImage.objects.filter(pk__in=page.image_keys))


def glossary_file(index: GlossaryIndexPage, keys: PageKeys | None = None, warn: Warn = lambda _: None) -> GlossaryFile:
    """Return the live terms of a glossary, oldest first. The dates of the first term are the file's."""
    keys = keys or PageKeys.load()
    pages = list(GlossaryTermPage.objects.child_of(index).live().order_by("path"))
    first = pages[0] if pages else GlossaryTermPage()
    dates = (first.last_reviewed, first.next_review)
    if any(
        each is None and day is not None for page in pages for each, day in zip(_dates_of(page), dates, strict=True)
    ):
        dates = (None, None)  # a term without dates would get those of the file
    names = PageNames(pages=keys.written(index.locale.language_code), images={}, warn=warn)
    return GlossaryFile(
        terms=tuple(_term(page, dates, keys, names, warn) for page in pages),
        sources=written_values(index.sources, names),
        last_reviewed=dates[0],
        next_review=dates[1],
    )


def site_text(home: HomePage, keys: PageKeys, warn: Warn) -> SiteText | None:
    """Return the texts of a home page and of its lists, or None without one of the lists.

    The order is that of the live guides.
    """
    guides = GuideIndexPage.objects.child_of(home).first()
    glossary = GlossaryIndexPage.objects.child_of(home).first()
    if guides is None or glossary is None:
        warn(f"{home.title}: the texts of the home page and lists, because a list is missing")
        return None
    names = PageNames(pages=keys.written(home.locale.language_code), images={}, warn=warn)
    listed = GuidePage.objects.child_of(guides).live().order_by("path")
    about = written_values(guides.about, names)
    if any(section.figures for section in about) or _has_figures(guides):
        warn(f"{guides.title}: the images of its texts")
        about = tuple(msgspec.structs.replace(section, figures=()) for section in about)
    for page in (home, guides, glossary):
        _warn_of_state(page, warn)
    return SiteText(
        home=HomeText(
            title=home.title,
            headline=home.headline,
            lede=home.lede,
            seo_title=home.seo_title,
            seo_description=home.search_description,
            featured=next(iter(_names_of([home.featured] if home.featured else [], keys)), None),
            commitments=written_values(home.commitments, names),
        ),
        guides=GuideIndexText(
            title=guides.title,
            intro=guides.intro,
            slug=guides.slug,
            seo_title=guides.seo_title,
            seo_description=guides.search_description,
            order=_names_of(listed, keys),
            about=about,
        ),
        glossary=GlossaryIndexText(
            title=glossary.title,
            intro=glossary.intro,
            slug=glossary.slug,
            seo_title=glossary.seo_title,
            seo_description=glossary.search_description,
        ),
    )


def file_text(content: Part) -> str:
    """Return a file's text: YAML between two lines of hyphens. It is read back, so it says exactly this.

    Raises FileFormatError if it cannot be written.
    """
    fields = msgspec.to_builtins(content, builtin_types=(date,))
    for dumper in (_Dumper, _QuotingDumper):
        text = f"---\n{yaml.dump(fields, Dumper=dumper, allow_unicode=True, sort_keys=False, width=100_000)}---\n"
        try:
            again, _ = decode("", text.encode(), type(content))
        except FileFormatError:
            continue
        if again == content:
            return text
    decode("", text.encode(), type(content))
    raise FileFormatError(())


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block, and in quotes what would be invisible."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        style = '"' if is_invisible(data) else "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


class _QuotingDumper(yaml.SafeDumper):
    """Writes every text in quotes."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"')


_Dumper.add_representer(str, _Dumper.represent_str)
_QuotingDumper.add_representer(str, _QuotingDumper.represent_str)


def _term(
    page: GlossaryTermPage, dates: tuple[date | None, date | None], keys: PageKeys, names: PageNames, warn: Warn
) -> Term:
    def warn_here(what: str) -> None:
        warn(f"{page.title}: {what}")

    _warn_of_state(page, warn_here)
    own = _dates_of(page)
    (key,) = _names_of([page], keys)
    return Term(
        slug=page.slug,
        term=page.title,
        definition=to_file(page.definition, names.pages, warn_here),
        key="" if key == page.slug else key,
        seo_title=page.seo_title,
        seo_description=page.search_description,
        also=tuple(line.strip() for line in page.also.splitlines() if line.strip()),
        see=_names_of((block.value for block in page.see), keys, warn_here),
        guides=_names_of((block.value for block in page.guides), keys, warn_here),
        sources=source_codes(page.sources),
        last_reviewed=own[0] if own[0] != dates[0] else None,
        next_review=own[1] if own[1] != dates[1] else None,
    )


def _dates_of(page: ReviewedPage) -> tuple[date | None, date | None]:
    return page.last_reviewed, page.next_review


def _names_of(pages: Iterable[PublicPage | None], keys: PageKeys, warn: Warn = lambda _: None) -> tuple[str, ...]:
    """Return what files call guides or terms."""
    names = []
    for page in pages:
        if page is None:
            warn("a link to a page that is gone")
        else:
            names.append(keys.by_page[page.pk][1].rpartition("/")[2])
    return tuple(names)


def _has_figures(guides: GuideIndexPage) -> bool:
    return any(block.value["figures"] for block in guides.about)


def _warn_of_state(page: PublicPage, warn: Warn) -> None:
    """Name what a page has in addition to its text."""
    if isinstance(page, ReviewedPage) and page.review_status == page.ReviewStatus.CLINICAL:
        warn("its clinical review. The file says “editorial”")
    if page.go_live_at or page.expire_at:
        warn("the times at which it goes live or expires")
    if page.pk and page.has_unpublished_changes:
        warn("changes that are not published yet")
