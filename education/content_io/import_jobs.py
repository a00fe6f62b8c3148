"""Finds the pages that files are about, parents before children."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.formats import date_format
from msgspec.structs import replace

from education.content_io.files.fault_list import FaultList
from education.content_io.files.faults import Fault, FieldPath
from education.content_io.files.file_format import GuideFile, SiteText
from education.content_io.files.file_reader import Document, Documents, read_site_document, shown_name, site_file
from education.content_io.pages import page_content
from education.content_io.pages.block_mapping import FileKeys
from education.content_io.pages.new_pages import NewPages
from education.content_io.pages.page_content import Content
from education.content_io.pages.page_keys import GLOSSARY, GUIDES, HOME, PageKeys, locale_of
from education.content_io.pages.page_tree import AddressTaken, PageTree, Target
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    ImportRecord,
    PublicPage,
    ReviewedPage,
)

_OVERWRITE = "import it with --overwrite to replace it by the file"


@dataclass(slots=True, kw_only=True)
class ImportJob:
    """A page to import: where its text is in its file, what messages call it, and what it will be."""

    document: Document[Any]
    path: FieldPath
    name: str
    tree: PageTree
    target: Target
    basics: dict[str, Any]
    content: Callable[[FileKeys], Content]
    content_hash: str = ""
    is_in_tree: bool = True
    left_out: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The file, and the part of it."""
        return ", ".join(filter(None, (self.document.name, "" if self.name == self.document.key else self.name)))


class ImportJobs:
    """The pages of all files of an import. `unread` are the (language, key) of pages whose file has a fault."""

    def __init__(
        self, documents: Documents, *, keys: PageKeys, faults: FaultList, new_pages: NewPages, restore: bool
    ) -> None:
        self.unread = {(locale_of(language).language_code, key) for key, language in documents.unread}
        self.glossaries: dict[str, ImportJob] = {}
        self._documents = documents
        self._keys = keys
        self._faults = faults
        self._new_pages = new_pages
        self._restore = restore
        self._trees: dict[str, PageTree] = {}

    def __iter__(self) -> Iterator[ImportJob]:
        """Yield the pages of all files, parents before children."""
        order: dict[str, tuple[str, ...]] = {}
        for site, is_given in self._site_texts():
            order[site.language] = site.content.guides.order
            yield from self._site_jobs(site, is_given=is_given)
        for glossary in self._documents.glossaries:
            for place, term in enumerate(glossary.content.terms):
                key = f"{GLOSSARY}/{term.key or term.slug}"
                content = partial(page_content.term_content, glossary.content, term, path=("terms", place))
                basics = {"title": term.term, "slug": term.slug, "definition": term.definition}
                yield from self._job(GlossaryTermPage, key, glossary, ("terms", place), basics=basics, content=content)
        for guide in sorted(self._documents.guides, key=partial(_place, order)):
            text = guide.content
            basics = {"title": text.title, "slug": text.slug, "headline": text.headline, "summary": text.summary}
            content = partial(page_content.guide_content, text)
            yield from self._job(GuidePage, f"{GUIDES}/{guide.key}", guide, (), basics=basics, content=content)

    def _site_texts(self) -> Iterator[tuple[Document[SiteText], bool]]:
        """Yield the site text of each language, and whether it is one of the files to import.

        Without such a file, pages that are missing are made from our own.
        """
        given = {document.language: document for document in self._documents.sites}
        for document in given.values():
            yield document, True
        for language in dict.fromkeys(
            document.language for document in self._documents if document.language not in given
        ):
            locale = locale_of(language).language_code
            if ("site", locale) in self.unread or all(self._is_known(locale, key) for key in (HOME, GUIDES, GLOSSARY)):
                continue
            path = site_file(language)
            if path.exists():
                yield read_site_document(path), False
            else:
                words = "the file is missing. It has the texts of the home page and lists in this language"
                self._faults.found.append(Fault(shown_name(path), 0, "", words))

    def _site_jobs(self, site: Document[SiteText], *, is_given: bool) -> Iterator[ImportJob]:
        text = site.content
        if not is_given:  # the guides that our own file names may be missing; an import of all files adds them
            text = replace(text, home=replace(text.home, featured=None))
        language = locale_of(site.language).language_code
        slug = "home" if self.tree(site.language).is_default else f"home-{language}"
        home = {"title": text.home.title, "slug": slug, "headline": text.home.headline, "lede": text.home.lede}
        parts = (
            (HomePage, HOME, "home", page_content.home_content, home),
            (GuideIndexPage, GUIDES, "guides", page_content.guide_index_content, _title_and_slug(text.guides)),
            (
                GlossaryIndexPage,
                GLOSSARY,
                "glossary",
                page_content.glossary_index_content,
                _title_and_slug(text.glossary),
            ),
        )
        for kind, key, part, content, basics in parts:
            is_known = self._is_known(language, key)
            for job in self._job(kind, key, site, (part,), basics=basics, content=partial(content, text, path=(part,))):
                if kind is GlossaryIndexPage:
                    self.glossaries[language] = job
                if is_given or not is_known:
                    yield job

    def _is_known(self, language: str, key: str) -> bool:
        """Whether a page is there, or was deleted for good."""
        return (language, key) in self._keys and not (self._restore and self._keys.is_deleted(language, key))

    def _job(
        self,
        kind: type[PublicPage],
        key: str,
        document: Document[Any],
        path: FieldPath,
        *,
        basics: dict[str, Any],
        content: Callable[[FileKeys], Content],
    ) -> Iterator[ImportJob]:
        tree = self.tree(document.language)
        try:
            target = tree.target(kind, key, basics["slug"].strip())
        except AddressTaken as error:
            self._faults.add(document, (*path, "slug"), str(error))
            self.unread.add((tree.name, key))
            return
        name = key.rpartition("/")[2] or "home"
        yield ImportJob(
            document=document, path=path, name=name, tree=tree, target=target, basics=basics, content=content
        )

    def tree(self, language: str) -> PageTree:
        """Return the pages of a file's language."""
        if language not in self._trees:
            locale = locale_of(language)
            self._trees[language] = PageTree(locale, language, self._keys, self._new_pages, restore=self._restore)
        return self._trees[language]


def reason_to_keep(page: PublicPage, record: ImportRecord | None) -> str:
    """Return why an import does not change a page, and what the editor can do; empty if it may."""
    if isinstance(page, ReviewedPage) and page.review_status == page.ReviewStatus.CLINICAL:
        when = f" on {date_format(page.last_reviewed, 'j F Y')}" if page.last_reviewed else ""
        return f"clinically reviewed{when}, and other words would end that; change it in the admin, or {_OVERWRITE}"
    if page.workflow_in_progress:
        return f"in the workflow in the admin; let that end, or {_OVERWRITE}"
    if page.locked:
        return f"locked in the admin; unlock it there, or {_OVERWRITE}"
    if record is None or record.revision_id is None:
        return f"written in the admin, and not imported before; {_OVERWRITE}"
    if page.latest_revision_id != record.revision_id:
        return f"changed in the admin since it was imported; export_guides writes what it says now, or {_OVERWRITE}"
    if not page.live and page.first_published_at:
        return f"unpublished in the admin; publish it there, or {_OVERWRITE}"
    return ""


def _place(order: dict[str, tuple[str, ...]], guide: Document[GuideFile]) -> int:
    """Return a guide's place among the new pages of its language."""
    slugs = order.get(guide.language, ())
    return slugs.index(guide.key) if guide.key in slugs else len(slugs)


def _title_and_slug(text: Any) -> dict[str, Any]:
    return {"title": text.title, "slug": text.slug}
