"""Imports files of guides, glossaries and site texts into Wagtail: all of them, or none if one has a fault.

Importing a file twice changes nothing the second time. A page that was edited, locked, unpublished, reviewed or deleted
in the admin since is kept as it is, unless an option says otherwise.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import override
from wagtail.blocks import StreamValue
from wagtail.models import Revision

from education.content_io.files.fault_list import FaultList
from education.content_io.files.faults import FieldPath, FileFormatError
from education.content_io.files.file_format import GlossaryFile, GuideFile
from education.content_io.files.file_reader import Document, Documents
from education.content_io.images import ImageImport
from education.content_io.import_jobs import ImportJob, ImportJobs, reason_to_keep
from education.content_io.pages import page_content
from education.content_io.pages.block_mapping import FileKeys
from education.content_io.pages.new_pages import NewPages
from education.content_io.pages.page_checks import PageChecks
from education.content_io.pages.page_content import Content
from education.content_io.pages.page_keys import GLOSSARY, PageKeys
from education.content_io.pages.page_tree import ParentDeleted, Target
from education.models import (
    GlossaryIndexPage,
    ImportRecord,
    PublicPage,
    RelatedGuide,
    ReviewedPage,
)
from education.pages.publishing import publish_batch
from storefront.catalog.models import Product

_DELETED = "deleted in the admin; import it with --restore to bring it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What an import may do.

    With `skip_missing`, products that the catalogue does not have are left out. With `overwrite`, pages that were
    changed in the admin are replaced. With `restore`, deleted pages are made again. With `allow_removals`, a live page
    may lose all items of a list, such as its stop signs.
    """

    skip_missing: bool = False
    overwrite: bool = False
    restore: bool = False
    allow_removals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did.

    `published` and `unchanged` are the names of pages, `left_out` names what a file says and its page does not, and
    `kept` has one sentence for each page that was not changed, with the reason and what to do.
    """

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def import_files(documents: Documents, options: ImportOptions | None = None) -> Outcome:
    """Import all of these files. Raises FileFormatError with every fault of every file, and then imports none."""
    images = ImageImport()
    try:
        # Faults are found in the transaction, because links need the primary keys of new pages.
        with transaction.atomic(), publish_batch(), override("en"):
            run = _Import(documents, options or ImportOptions(), images)
            run.prepare()
            run.write()
    except BaseException:
        images.delete_files()
        raise
    return run.outcome


class _Import:
    """One run: its options, the pages that it creates, and what it did."""

    def __init__(self, documents: Documents, options: ImportOptions, images: ImageImport) -> None:
        self.outcome = Outcome()
        self._documents = documents
        self._options = options
        self._images = images
        self._faults = FaultList(documents.faults)
        self._new_pages = NewPages()
        self._keys = PageKeys.load()
        self._products = dict(Product.objects.values_list("slug", "pk"))
        self._jobs = ImportJobs(
            documents, keys=self._keys, faults=self._faults, new_pages=self._new_pages, restore=options.restore
        )
        self._to_publish: list[ImportJob] = []
        self._deleted: dict[str, list[str]] = {}

    def prepare(self) -> None:
        """Give every page its new content. Raises FileFormatError if there was a fault."""
        self._images.add(self._documents.guides, self._faults)
        jobs = []
        for job in self._jobs:
            self._insert(job)
            jobs.append(job)
        for job in jobs:
            self._prepare(job)
        for glossary in self._documents.glossaries:
            self._prepare_sources(glossary)
        if self._faults.found:
            raise FileFormatError(self._faults.found)
        self.outcome.kept.extend(f"{file}, {', '.join(names)}: {_DELETED}" for file, names in self._deleted.items())

    def write(self) -> None:
        """Publish what was prepared, and record which files it came from."""
        revisions: dict[int, Revision] = {}
        for job in self._to_publish:
            page = job.target.existing_page
            if page not in self._new_pages:
                revisions[page.pk] = page.save_revision(clean=False)
                revisions[page.pk].publish()
        revisions |= self._new_pages.publish()
        records = [self._record(job, revisions) for job in self._to_publish]
        ImportRecord.objects.bulk_create([record for record in records if record.pk is None])
        known = [record for record in records if record.pk is not None]
        ImportRecord.objects.bulk_update(known, ("page", "revision", "content_hash"))

    def _record(self, job: ImportJob, revisions: dict[int, Revision]) -> ImportRecord:
        page = job.target.existing_page
        record = job.target.record or ImportRecord(locale=job.tree.locale, key=job.target.key)
        record.page_id, record.revision, record.content_hash = page.pk, revisions[page.pk], job.content_hash
        return record

    def _insert(self, job: ImportJob) -> None:
        """Put a new page into the tree, so that other pages can link to it."""
        page = job.target.page
        if page is None:
            self._deleted.setdefault(job.document.name, []).append(job.name)
        elif job.target.is_new:
            for name, value in job.basics.items():
                setattr(page, name, value.strip())
            checks = PageChecks(page, job.document, job.path, self._faults)
            job.is_in_tree = checks.fields_are_valid("title", "slug") and bool(page.slug)
            try:
                if job.is_in_tree:
                    job.tree.insert(job.target)
            except ParentDeleted:
                job.is_in_tree = False
                self._refuse_without_parent(job)
            if not job.is_in_tree:
                self._jobs.unread.add((job.tree.name, job.target.key))

    def _refuse_without_parent(self, job: ImportJob) -> None:
        parent = job.target.key.rpartition("/")[0]
        if self._keys.is_deleted(job.tree.name, parent):
            self._faults.add(
                job.document, (), f"the page above it ({parent or 'home'}) was {_DELETED}", unless_known=True
            )
        elif not self._faults.found:
            self._faults.add(job.document, (), f"there is no page {parent} to put it into", unless_known=True)

    def _prepare(self, job: ImportJob) -> None:
        content = job.content(self._file_keys(job))
        job.content_hash = _hash_of(content)
        page, record = job.target.page, job.target.record
        if page is None:
            return
        if job.target.is_new:
            reason = ""
        elif record is not None and page.live and record.content_hash == job.content_hash:
            self.outcome.unchanged.append(job.name)
            return
        else:
            reason = reason_to_keep(page, record)
        if reason and not self._options.overwrite:
            self.outcome.kept.append(f"{job.where}: {reason}")
            # Checked all the same, without touching the page.
            kept = type(page)()
            self._set(kept, content, job)
            PageChecks(kept, job.document, job.path, self._faults).check_blocks(content)
            return
        checks = PageChecks(page, job.document, job.path, self._faults)
        if page.live and not job.target.is_new and not self._options.allow_removals:
            checks.check_removals(content)
        if reason and "slug" in content and content["slug"] != page.slug:
            job.left_out.append(f"{job.where}: its address stays {page.slug}, as the admin has it")
            content = {**content, "slug": page.slug}
        self._set(page, content, job)
        checks.check(content, is_in_tree=job.is_in_tree)
        self._to_publish.append(job)
        self.outcome.published.append(job.name)
        self.outcome.left_out.extend(job.left_out)

    def _set(self, page: PublicPage, content: Content, job: ImportJob) -> None:
        """Give a page what its file says, which no clinician has reviewed."""
        if isinstance(page, ReviewedPage):
            page.reviewer = None
        for name, value in content.items():
            if name == "related":
                page.related = [RelatedGuide(guide_id=pk, sort_order=place) for place, pk in enumerate(value)]
            elif name in ("see", "guides"):
                # With the pages at hand, so that no query is needed for those of each term.
                items = [(item["type"], job.tree.page(item["value"]), item["id"]) for item in value]
                setattr(page, name, StreamValue(page._meta.get_field(name).stream_block, items))
            else:
                setattr(page, name, json.dumps(value) if isinstance(value, list) else value)

    def _prepare_sources(self, glossary: Document[GlossaryFile]) -> None:
        """Give a glossary its sources, which are not in the file that has its other texts."""
        tree = self._jobs.tree(glossary.language)
        index = self._jobs.glossaries.get(tree.name)
        page = index.target.page if index else tree.only_page(GlossaryIndexPage)
        if not isinstance(page, GlossaryIndexPage):
            return
        record = self._keys.records.get((tree.name, GLOSSARY))
        job = ImportJob(
            document=glossary,
            path=(),
            name="sources",
            tree=tree,
            target=Target(key=GLOSSARY, page=page, record=record, is_new=page in self._new_pages),
            basics={},
            content=lambda _: {},
            content_hash=record.content_hash if record else "",
        )
        content = {"sources": page_content.glossary_sources(glossary.content, self._file_keys(job))}
        if page.sources.get_prep_value() == content["sources"]:
            return
        is_prepared = any(other.target.page is page for other in self._to_publish)
        reason = "" if is_prepared or job.target.is_new else reason_to_keep(page, record)
        if reason and not self._options.overwrite:
            self.outcome.kept.append(f"{job.where}: {reason}")
            return
        checks = PageChecks(page, glossary, (), self._faults)
        if page.live and not job.target.is_new and not self._options.allow_removals:
            checks.check_removals(content)
        page.sources = json.dumps(content["sources"])
        checks.check_blocks(content)
        if not is_prepared:
            self._to_publish.append(job)

    def _file_keys(self, job: ImportJob) -> FileKeys:
        document = job.document
        is_guide = isinstance(document.content, GuideFile)

        def page(path: FieldPath, key: str) -> int | None:
            return self._page(job, path, key)

        def leave_out(path: FieldPath, message: str) -> None:
            job.left_out.append(str(document.fault(path, message)))

        def refuse(path: FieldPath, message: str) -> None:
            self._faults.add(document, path, message)

        return FileKeys(
            products=self._products,
            images=self._images.keys_of(document) if is_guide else {},
            page=page,
            refuse=refuse,
            leave_out=leave_out,
            skip_missing=self._options.skip_missing,
        )

    def _page(self, job: ImportJob, path: FieldPath, key: str) -> int | None:
        """Return the primary key of a page that a file names; None for a deleted one, or after adding a fault."""
        language = job.tree.name
        found = self._keys.page(language, key)
        if found is not None:
            return found
        name = key.rpartition("/")[2]
        if self._keys.is_deleted(language, key):
            job.left_out.append(str(job.document.fault(path, f"{name} was deleted in the admin")))
        elif not self._is_unread(language, key):
            self._faults.add(job.document, path, f"there is no page called {key}")
        return None

    def _is_unread(self, language: str, key: str) -> bool:
        """Whether a page is missing because its own file has a fault."""
        parent, _, name = key.rpartition("/")
        names = {(language, key), (language, name), (language, GLOSSARY) if parent == GLOSSARY else (language, key)}
        return bool(names & self._jobs.unread)


def _hash_of(content: Any) -> str:
    """Return what tells whether a file changed since it was imported, or a product that it names got another key."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
