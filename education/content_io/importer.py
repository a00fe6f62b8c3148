"""Imports files of guides and glossaries into Wagtail.

Importing a file twice changes nothing the second time. A page that was edited, locked, unpublished or reviewed in the
admin since is kept as it is, unless it is to be overwritten.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from education.content_io.block_mapping import FileKeys, stored_item, stream_data
from education.content_io.file_format import FileFormatError, GlossaryFile, GuideFile, Term
from education.content_io.images import import_images
from education.content_io.new_pages import NewPages
from education.content_io.page_tree import PageTree, locale_of
from education.models import GuidePage, HubPage, RelatedGuide, ReviewedPage
from education.models.publish_checks import refuse_problems
from education.pages.publishing import publish_batch
from storefront.catalog.models import Product

_OVERWRITE = "import it with --overwrite to put the file's words in their place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did.

    `published` and `unchanged` are slugs, `left_out` names picks as "guide, stage: product", and `kept` has one
    sentence for each page that was not changed, with the reason and what to do.
    """

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


Guide = tuple[Path, GuideFile, str]
"""A guide's file, its content and its language."""
Glossary = tuple[Path, GlossaryFile, str]
"""The same of a glossary."""


def import_files(
    guides: Sequence[Guide],
    glossaries: Sequence[Glossary] = (),
    *,
    skip_missing: bool = False,
    overwrite: bool = False,
) -> Outcome:
    """Import all of these files or, after an error, none.

    With `skip_missing`, products that the catalogue does not have are left out. With `overwrite`, what was done in the
    admin is replaced. Raises FileFormatError for something that a file names and that does not exist, and
    publish_checks.UnsafePick for a product that breaks the rule of its stage.
    """
    images = import_images((path, guide) for path, guide, _ in guides)
    with transaction.atomic(), publish_batch():
        run = _Import(images=images, skip_missing=skip_missing, overwrite=overwrite)
        run.insert_drafts(guides, glossaries)
        for path, guide, language in guides:
            run.import_guide(path, guide, run.tree(language, path.name))
        for path, glossary, language in glossaries:
            run.import_glossary(path.name, glossary, run.tree(language, path.name))
        run.finish()
    return run.outcome


def reason_to_keep(page: ReviewedPage) -> str:
    """Return why an import does not change a page, and what the editor can do; empty if it may."""
    if page.review_status == page.ReviewStatus.CLINICAL:
        when = f" on {date_format(page.last_reviewed, 'j F Y')}" if page.last_reviewed else ""
        return f"clinically reviewed{when}, which other words would undo; change it at the desk, or {_OVERWRITE}"
    if page.workflow_in_progress:
        return f"in the workflow at the desk; let that end, or {_OVERWRITE}"
    if page.locked:
        return f"locked at the desk; unlock it there, or {_OVERWRITE}"
    if page.latest_revision_id != page.imported_id:
        return f"changed at the desk since it was imported; export_guides writes what it says now, or {_OVERWRITE}"
    if not page.live and page.first_published_at:
        return f"unpublished at the desk; publish it there, or {_OVERWRITE}"
    return ""


class _Import:
    """One run: its options, the pages that it creates, and what it did."""

    def __init__(self, *, images: Mapping[Path, int], skip_missing: bool, overwrite: bool) -> None:
        self.outcome = Outcome()
        self._images = images
        self._skip_missing = skip_missing
        self._overwrite = overwrite
        self._new_pages = NewPages()
        self._trees: dict[Locale, PageTree] = {}
        self._products = dict(Product.objects.values_list("slug", "pk"))
        self._page_keys: dict[Locale, dict[str, int]] = {}

    def tree(self, language: str, file: str) -> PageTree:
        """Return the pages of a file's language. Raises FileFormatError if the site is not open in it."""
        locale = locale_of(language, file=file)
        if locale not in self._trees:
            self._trees[locale] = PageTree(locale, language, self._new_pages)
        return self._trees[locale]

    def insert_drafts(self, guides: Sequence[Guide], glossaries: Sequence[Glossary]) -> None:
        """Create the pages that are missing, so that guides and terms can link to each other."""
        for path, glossary, language in glossaries:
            for term in glossary.terms:
                self.tree(language, path.name).ensure_term(term)
        for path, guide, language in guides:
            self.tree(language, path.name).ensure_guide(guide)
        self._page_keys = {locale: tree.pages_by_key() for locale, tree in self._trees.items()}

    def import_guide(self, path: Path, guide: GuideFile, tree: PageTree) -> None:
        """Publish a guide if its file changed since the last import."""
        page = tree.guides[guide.slug]
        images = {figure.image: self._images[path.parent / figure.image] for _, figure in guide.figures}
        keys = self._keys(path.name, tree, images)
        content = _guide_content(guide, keys)
        keys.refuse_missing_pages()
        content_hash = _hash_of([content, list(guide.related)])
        if self._may_publish(page, content_hash, where=path.name):
            _set_related(page, path.name, guide, tree)
            self._publish(page, {**content, "content_hash": content_hash}, where=path.name)

    def import_glossary(self, file: str, glossary: GlossaryFile, tree: PageTree) -> None:
        """Publish the terms that changed in their file since the last import."""
        keys = self._keys(file, tree, {})
        self._publish_sources(glossary, tree, keys)
        for term in glossary.terms:
            where = f"{file}, {term.slug}"
            _refuse_unknown(where, term, glossary, tree)
            keys = self._keys(where, tree, {})
            content = _term_content(glossary, term, tree, keys)
            keys.refuse_missing_pages()
            content_hash, page = _hash_of(content), tree.terms[term.slug]
            if self._may_publish(page, content_hash, where=where):
                # With the pages at hand, so that no query is needed for the pages of each term.
                streams = {
                    "see": _chosen(page.see, content["see"], tree.terms),
                    "guides": _chosen(page.guides, content["guides"], tree.guides),
                }
                self._publish(page, {**content, **streams, "content_hash": content_hash}, where=where)

    def finish(self) -> None:
        """Publish the new pages, and let home pages begin with the guide that their site text names."""
        for tree in self._trees.values():
            guide = tree.guides.get(tree.text.home.featured or "")
            if guide and tree.home.featured_id is None:
                tree.home.featured_id = guide.pk
                if tree.home not in self._new_pages:
                    tree.home.save_revision().publish()
        self._new_pages.publish()

    def _keys(self, where: str, tree: PageTree, images: Mapping[str, int]) -> FileKeys:
        return FileKeys(
            file=where,
            products=self._products,
            images=images,
            pages=self._page_keys[tree.locale],
            skip_missing=self._skip_missing,
            left_out=self.outcome.left_out,
        )

    def _may_publish(self, page: ReviewedPage, content_hash: str, *, where: str) -> bool:
        """Whether a page is to be published. If not, the outcome says why."""
        if page in self._new_pages:
            return True
        if page.live and page.content_hash == content_hash:
            self.outcome.unchanged.append(page.slug)
            return False
        if not self._overwrite and (reason := reason_to_keep(page)):
            self.outcome.kept.append(f"{where}: {reason}")
            return False
        return True

    def _publish(self, page: ReviewedPage, content: Mapping[str, Any], *, where: str) -> None:
        """Publish what a file says, which no clinician has reviewed; a new page with all others at the end."""
        page.reviewer = None
        _set_fields(page, content, where=where)
        if page in self._new_pages:
            if isinstance(page, GuidePage):
                refuse_problems(page)
        else:
            revision = page.save_revision(clean=False)
            revision.publish()
            type(page).objects.filter(pk=page.pk).update(imported=revision)
        self.outcome.published.append(page.slug)

    def _publish_sources(self, glossary: GlossaryFile, tree: PageTree, keys: FileKeys) -> None:
        index = tree.glossary_index
        sources = stream_data(index._meta.get_field("sources"), glossary.sources, keys)
        if index.sources.get_prep_value() != sources:
            index.sources = json.dumps(sources)
            if index not in self._new_pages:
                index.save_revision().publish()


def _guide_content(guide: GuideFile, keys: FileKeys) -> dict[str, Any]:
    """Return a guide's fields as its page stores them; streams as lists."""
    streams = ("sections", "ask_first", "stages", "after", "stop_signs", "care_cards", "sources")
    return {
        "title": guide.title,
        "headline": guide.headline,
        "kind": guide.kind,
        "summary": guide.summary,
        "search_description": guide.seo_description,
        "review_status": guide.review_status,
        "last_reviewed": guide.last_reviewed,
        "next_review": guide.next_review,
        "intro": keys.rich_text(guide.intro),
        **{name: stream_data(GuidePage._meta.get_field(name), getattr(guide, name), keys) for name in streams},
    }


def _term_content(glossary: GlossaryFile, term: Term, tree: PageTree, keys: FileKeys) -> dict[str, Any]:
    """Return a term's fields as its page stores them; streams as lists."""
    return {
        "title": term.term,
        "also": "\n".join(term.also),
        "definition": keys.rich_text(term.definition),
        "see": [stored_item("term", tree.terms[slug].pk) for slug in term.see],
        "guides": [stored_item("guide", tree.guides[slug].pk) for slug in term.guides],
        "sources": ", ".join(term.sources),
        "review_status": term.review_status or glossary.review_status,
        "last_reviewed": term.last_reviewed or glossary.last_reviewed,
        "next_review": term.next_review or glossary.next_review,
    }


def _chosen(stream: StreamValue, items: list[dict[str, Any]], pages: Mapping[str, Page]) -> StreamValue:
    """Return a stream of chosen pages with these items, without reading the pages from the database."""
    by_key = {page.pk: page for page in pages.values()}
    return StreamValue(stream.stream_block, [(item["type"], by_key[item["value"]], item["id"]) for item in items])


def _hash_of(content: Any) -> str:
    """Return what tells whether a file changed since it was imported, or a product that it names got another key."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _set_fields(page: HubPage, content: Mapping[str, Any], *, where: str) -> None:
    """Give a page its new content. Raises FileFormatError for a value that its field does not accept."""
    for name, value in content.items():
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    untouched = {each.name for each in page._meta.fields} - {*content, "slug"}
    try:
        page.full_clean(exclude=untouched, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise FileFormatError(f"{where}: {' '.join(error.messages)}") from error


def _set_related(page: GuidePage, file: str, guide: GuideFile, tree: PageTree) -> None:
    if unknown := [slug for slug in guide.related if slug not in tree.guides]:
        raise FileFormatError(f"{file}: it names guides that are not there: {', '.join(unknown)}")
    page.related = [
        RelatedGuide(guide_id=tree.guides[slug].pk, sort_order=place) for place, slug in enumerate(guide.related)
    ]


def _refuse_unknown(where: str, term: Term, glossary: GlossaryFile, tree: PageTree) -> None:
    known = {"terms": set(tree.terms), "guides": set(tree.guides), "sources": {each.code for each in glossary.sources}}
    named = {"terms": set(term.see), "guides": set(term.guides), "sources": set(term.sources)}
    for what, slugs in named.items():
        if unknown := sorted(slugs - known[what]):
            raise FileFormatError(f"{where}: it names {what} that are not there: {', '.join(unknown)}")
