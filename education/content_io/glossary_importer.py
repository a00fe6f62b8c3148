"""The glossary's manuscript into Wagtail, one page a term. Twice changes nothing."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from education.content_io.block_data import content_hash_of, source_blocks, stored
from education.content_io.file_format import FileFormatError, GlossaryFile, Term
from education.content_io.import_policy import publish_as_imported, why_kept
from education.content_io.importer import Outcome
from education.content_io.markdown_to_html import rich_text
from education.content_io.page_links import linked, pages_by_key
from education.content_io.page_tree import ensure_glossary, translates
from education.models import GlossaryIndexPage, GlossaryTermPage, GuidePage


def draft_terms(glossary: GlossaryFile, language: str) -> dict[str, GlossaryTermPage]:
    """The pages of its terms by slug; new ones as unpublished drafts, so that guides and terms can lead to them."""
    index = ensure_glossary(language)
    pages = {page.slug: page for page in GlossaryTermPage.objects.child_of(index)}
    for term in glossary.terms:
        if term.slug not in pages:
            pages[term.slug] = _draft(term, index)
    return pages


@transaction.atomic
def import_glossary(name: str, glossary: GlossaryFile, language: str, *, overwrite: bool = False) -> Outcome:
    """Import the terms of one language; all or none. Raises ManuscriptError for what a term names and is not there.

    What was done at the desk is left as it is, but with `overwrite`.
    """
    outcome = Outcome()
    index = ensure_glossary(language)
    _write_sources(index, glossary)
    pages = draft_terms(glossary, language)
    by_key = pages_by_key(index.locale)
    guides = dict(GuidePage.objects.filter(locale=index.locale).values_list("slug", "pk"))
    terms = {slug: page.pk for slug, page in pages.items()}
    known = {source.code for source in glossary.sources}
    for term in glossary.terms:
        _refuse_unknown(name, term, {"terms": set(terms), "guides": set(guides), "sources": known})
        where = f"{name}, {term.slug}"
        content = linked(where, _content(glossary, term, terms, guides), by_key)
        page, seal = pages[term.slug], content_hash_of(content)
        if page.live and page.content_hash == seal:
            outcome.unchanged.append(term.slug)
        elif not overwrite and (reason := why_kept(page)):
            outcome.kept.append(f"{where}: {reason}")
        else:
            publish_as_imported(page, content, name=where, seal=seal)
            outcome.published.append(term.slug)
    return outcome


def _write_sources(index: GlossaryIndexPage, glossary: GlossaryFile) -> None:
    wanted = source_blocks(glossary.sources)
    if index.sources.get_prep_value() != wanted:
        index.sources = json.dumps(wanted)
        index.save_revision().publish()


def _draft(term: Term, index: GlossaryIndexPage) -> GlossaryTermPage:
    page = GlossaryTermPage(title=term.term, slug=term.slug, definition=rich_text(term.definition), live=False)
    page.locale = index.locale
    translates(page)
    index.add_child(instance=page)
    return page


def _refuse_unknown(name: str, term: Term, known: Mapping[str, set[str]]) -> None:
    named = {"terms": set(term.see), "guides": set(term.guides), "sources": set(term.sources)}
    for what, slugs in named.items():
        if unknown := sorted(slugs - known[what]):
            raise FileFormatError(f"{name}, {term.slug}: it names {what} that are not there: {', '.join(unknown)}")


def _content(glossary: GlossaryFile, term: Term, terms: Mapping[str, int], guides: Mapping[str, int]) -> dict[str, Any]:
    """A term's fields as its page stores them; streams as lists."""
    return {
        "title": term.term,
        "also": "\n".join(term.also),
        "definition": rich_text(term.definition),
        "see": [stored("term", terms[slug]) for slug in term.see],
        "guides": [stored("guide", guides[slug]) for slug in term.guides],
        "sources": ", ".join(term.sources),
        "review_status": term.review_status or glossary.review_status,
        "last_reviewed": term.last_reviewed or glossary.last_reviewed,
        "next_review": term.next_review or glossary.next_review,
    }
