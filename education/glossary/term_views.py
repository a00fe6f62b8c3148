"""View models of the glossary pages, and building them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.blocks.sources import SourceView, source_codes, source_views
from education.blocks.text import render_rich_text
from education.localization import filter_readable, other_language, page_url, readable_versions
from education.models import GlossaryIndexPage, GlossaryTermPage
from education.models.reviews import ReviewSummary
from storefront.core.text.localized_text import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLink:
    """A term in a list. `also` holds its other words; `language` is set if it is not the market's."""

    term: str
    url: str
    also: tuple[str, ...]
    definition: SafeString
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to a page; `language` is set if it is not the market's."""

    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A glossary term."""

    term: str
    url: str
    also: tuple[str, ...]
    definition: SafeString
    see: tuple[TermLink, ...]
    guides: tuple[PageLink, ...]
    sources: tuple[SourceView, ...]
    review: ReviewSummary
    glossary: PageLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The terms that begin with one character."""

    letter: str
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryView:
    """The terms of the glossary by initial, and their sources."""

    letters: tuple[Letter, ...]
    sources: tuple[SourceView, ...]


def glossary_view(page: GlossaryIndexPage) -> GlossaryView:
    """Return every live term in alphabetical order. One statement."""
    by_letter: dict[str, list[TermLink]] = {}
    terms = sorted(filter_readable(GlossaryTermPage.objects.live()), key=lambda term: sort_key(term.title))
    for term in terms:
        by_letter.setdefault(sort_key(term.title)[:1].upper(), []).append(_link(term))
    return GlossaryView(
        letters=tuple(Letter(letter=letter, terms=tuple(found)) for letter, found in by_letter.items()),
        sources=source_views(page.sources),
    )


def term_view(page: GlossaryTermPage) -> TermView:
    """Return a term and its links. Three statements; up to two more for links without a translation."""
    above = GlossaryIndexPage.objects.parent_of(page).first()
    cited = source_codes(page.sources)
    listed = {source.code: source for source in source_views(above.sources)} if above else {}
    return TermView(
        term=page.title,
        url=page_url(page.url_path),
        also=page.words[1:],
        definition=render_rich_text(page.definition),
        see=tuple(map(_link, readable_versions((block.value for block in page.see), shown_on=page))),
        guides=tuple(
            PageLink(title=guide.title, url=page_url(guide.url_path), language=other_language(guide))
            for guide in readable_versions((block.value for block in page.guides), shown_on=page)
        ),
        sources=tuple(listed[code] for code in cited if code in listed),
        review=page.review_summary,
        glossary=_glossary(page, above),
    )


def _glossary(page: GlossaryTermPage, above: GlossaryIndexPage | None) -> PageLink:
    for index in readable_versions([above], shown_on=page):
        return PageLink(title=index.title, url=page_url(index.url_path), language=other_language(index))
    return PageLink(title=_("Glossary"), url=page_url(page.url_path.rsplit("/", 2)[0]), language="")


def _link(page: GlossaryTermPage) -> TermLink:
    return TermLink(
        term=page.title,
        url=page_url(page.url_path),
        also=page.words[1:],
        definition=render_rich_text(page.definition),
        language=other_language(page),
    )
