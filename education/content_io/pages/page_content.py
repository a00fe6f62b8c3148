"""What files say, as the fields of their pages: streams as lists of stored blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from education.content_io.files.faults import FieldPath
from education.content_io.files.file_format import GlossaryFile, GuideFile, SiteText, Term
from education.content_io.pages.block_mapping import FileKeys, stored_item, stream_data
from education.content_io.pages.page_keys import GLOSSARY, GUIDES
from education.models import GlossaryIndexPage, GuideIndexPage, GuidePage, HomePage, ReviewedPage
from storefront.core.text.typed_text import clean_line, clean_lines

Content = dict[str, Any]
_REVIEW_STATUS = ReviewedPage.ReviewStatus.EDITORIAL.value
"""The only one that a file can state."""
GUIDE_STREAMS = ("sections", "ask_first", "stages", "after", "stop_signs", "care_cards", "sources")


def guide_content(guide: GuideFile, keys: FileKeys) -> Content:
    """Return a guide's fields. `related` has the primary keys of the guides to read next."""
    related = (keys.page(("related", place), f"{GUIDES}/{slug}") for place, slug in enumerate(guide.related))
    return {
        **_basics(guide),
        "headline": clean_line(guide.headline),
        "kind": guide.kind,
        "summary": clean_lines(guide.summary),
        "review_status": _REVIEW_STATUS,
        "last_reviewed": guide.last_reviewed,
        "next_review": guide.next_review,
        "intro": keys.rich_text(guide.intro, ("intro",)),
        **{
            name: stream_data(GuidePage._meta.get_field(name), getattr(guide, name), keys, (name,))
            for name in GUIDE_STREAMS
        },
        "related": [pk for pk in related if pk is not None],
    }


def term_content(glossary: GlossaryFile, term: Term, keys: FileKeys, path: FieldPath) -> Content:
    """Return a term's fields."""
    return {
        "title": clean_line(term.term),
        "slug": term.slug.strip(),
        "seo_title": clean_line(term.seo_title),
        "search_description": clean_lines(term.seo_description),
        "also": "\n".join(filter(None, map(clean_line, term.also))),
        "definition": keys.rich_text(term.definition, (*path, "definition")),
        "see": _chosen("term", GLOSSARY, term.see, keys, (*path, "see")),
        "guides": _chosen("guide", GUIDES, term.guides, keys, (*path, "guides")),
        "sources": ", ".join(term.sources),
        "review_status": _REVIEW_STATUS,
        "last_reviewed": term.last_reviewed or glossary.last_reviewed,
        "next_review": term.next_review or glossary.next_review,
    }


def home_content(text: SiteText, keys: FileKeys, path: FieldPath) -> Content:
    """Return the fields of a home page."""
    home = text.home
    featured = keys.page((*path, "featured"), f"{GUIDES}/{home.featured}") if home.featured else None
    stream = HomePage._meta.get_field("commitments")
    return {
        **_basics(home, slug=False),
        "headline": clean_line(home.headline),
        "lede": clean_lines(home.lede),
        "featured_id": featured,
        "commitments": stream_data(stream, home.commitments, keys, (*path, "commitments")),
    }


def guide_index_content(text: SiteText, keys: FileKeys, path: FieldPath) -> Content:
    """Return the fields of a list of guides."""
    about = stream_data(GuideIndexPage._meta.get_field("about"), text.guides.about, keys, (*path, "about"))
    return {**_basics(text.guides), "intro": clean_lines(text.guides.intro), "about": about}


def glossary_index_content(text: SiteText, keys: FileKeys, path: FieldPath) -> Content:
    """Return the fields of a glossary, without its sources, which are in another file."""
    return {**_basics(text.glossary), "intro": clean_lines(text.glossary.intro)}


def glossary_sources(glossary: GlossaryFile, keys: FileKeys) -> list[dict[str, object]]:
    """Return the list of sources of a glossary."""
    return stream_data(GlossaryIndexPage._meta.get_field("sources"), glossary.sources, keys, ("sources",))


FILE_NAMES: Mapping[str, str] = {"search_description": "seo_description", "featured_id": "featured"}
"""What files call fields of pages, where the names differ."""


def _basics(text: Any, *, slug: bool = True) -> Content:
    basics = {
        "title": clean_line(text.title),
        "seo_title": clean_line(text.seo_title),
        "search_description": clean_lines(text.seo_description),
    }
    return {**basics, "slug": text.slug.strip()} if slug else basics


def _chosen(kind: str, parent: str, names: Sequence[str], keys: FileKeys, path: FieldPath) -> list[dict[str, object]]:
    pages = (keys.page((*path, place), f"{parent}/{name}") for place, name in enumerate(names))
    return [stored_item(kind, pk) for pk in pages if pk is not None]
