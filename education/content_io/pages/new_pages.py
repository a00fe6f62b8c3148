"""Creates and publishes many pages together.

Wagtail saves a page three times to create and publish it, and updates the search and reference indexes each time. A
first import makes a hundred pages, so it writes the same rows with a few statements a page and indexes each page once.
Pages that are there already are published by Wagtail itself (`importer`). test_new_pages.py holds both to the same
rows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, Site
from wagtail.search.backends import get_search_backends_with_name
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published

from education.models import PublicPage

_TREE_FIELDS = frozenset({"id", "path", "depth", "numchild"})


class NewPages:
    """Pages that one import creates.

    `insert` makes a draft, so that other pages can link to it; `publish` makes all of them live. Between the two the
    caller sets their fields. Both belong into one transaction, because a draft has no row of its own type yet.
    """

    def __init__(self) -> None:
        self._pages: dict[int, PublicPage] = {}
        self._last_paths: dict[int, str] = {}
        self._child_counts: Counter[int] = Counter()

    def insert(self, page: PublicPage, *, parent: Page) -> None:
        """Give a page its place as the last child of `parent`, and its key."""
        page.depth, page.path = parent.depth + 1, self._next_path(parent)
        page.live, page.draft_title = False, page.title
        page.set_url_path(parent)
        node = Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})
        Page.objects.bulk_create([node])
        page.id = page.page_ptr_id = node.pk
        page._cached_parent_obj = parent
        self._child_counts[parent.pk] += 1
        self._pages[node.pk] = page

    def __contains__(self, page: PublicPage) -> bool:
        return self._pages.get(page.pk) is page

    def publish(self) -> dict[int, Revision]:
        """Make all of them live with the fields that they have now, and return their revisions by primary key.

        They are valid: `full_clean` was called.
        """
        revisions = self._create_revisions()
        for page, revision in zip(self._pages.values(), revisions, strict=True):
            _set_live(page, revision)
        _write_rows(self._pages.values())
        for parent, count in self._child_counts.items():
            Page.objects.filter(pk=parent).update(numchild=F("numchild") + count)
        _index(self._pages.values())
        Site.clear_site_root_paths_cache()
        for page, revision in zip(self._pages.values(), revisions, strict=True):
            page_published.send(sender=type(page), instance=page, revision=revision)
            published.send(sender=type(page), instance=page, revision=revision)
        self._log(revisions)
        return dict(zip(self._pages, revisions, strict=True))

    def _next_path(self, parent: Page) -> str:
        last = self._last_paths.get(parent.pk) or parent.get_children().values_list("path", flat=True).last()
        path = Page(path=last)._inc_path() if last else Page._get_path(parent.path, parent.depth + 1, 1)
        self._last_paths[parent.pk] = path
        return str(path)

    def _create_revisions(self) -> list[Revision]:
        now = timezone.now()
        page_type = ContentType.objects.get_for_model(Page)
        revisions = [
            Revision(
                content_type=page.cached_content_type,
                base_content_type=page_type,
                object_id=str(page.pk),
                object_str=str(page),
                created_at=now,
                content=page.serializable_data(),
            )
            for page in self._pages.values()
        ]
        return list(Revision.objects.bulk_create(revisions))

    def _log(self, revisions: list[Revision]) -> None:
        """Record for each page that it was created and published."""
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                page=page,
                content_type=page.cached_content_type,
                label=page.get_admin_display_title(),
                action=action,
                timestamp=revision.created_at,
                revision=revision if action == "wagtail.publish" else None,
                content_changed=True,
            )
            for action in ("wagtail.create", "wagtail.publish")
            for page, revision in zip(self._pages.values(), revisions, strict=True)
        )


def _set_live(page: PublicPage, revision: Revision) -> None:
    page.live, page.has_unpublished_changes = True, False
    page.draft_title = page.title
    page.latest_revision = page.live_revision = revision
    page.latest_revision_created_at = page.first_published_at = page.last_published_at = revision.created_at


def _write_rows(pages: Collection[PublicPage]) -> None:
    """Update the tree's rows of the pages, and insert the rows of their own types."""
    fields = Page._meta.concrete_fields
    Page.objects.bulk_create(
        [Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.name for field in fields if field.name not in _TREE_FIELDS],
    )
    with disable_reference_index_auto_update():
        for page in pages:
            page.save_base(raw=True, force_insert=True)  # raw: the row of this type only; both indexes ignore it
            for relation in get_all_child_relations(page):
                getattr(page, relation.get_accessor_name()).commit()


def _index(pages: Collection[PublicPage]) -> None:
    """Bring references and search up to date, as Wagtail's signal handlers do for a single page."""
    ReferenceIndex.objects.bulk_create(reference for page in pages for reference in _references(page))
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        for kind, items in by_type.items():
            backend.add_bulk(kind, items)


def _references(page: PublicPage) -> Iterator[ReferenceIndex]:
    """The references that a new page contains, as ReferenceIndex.create_or_update_for_object would store them."""
    base_type = ContentType.objects.get_for_model(Page)
    for to_type, to_object, model_path, content_path in set(ReferenceIndex._extract_references_from_object(page)):
        yield ReferenceIndex(
            content_type=page.cached_content_type,
            base_content_type=base_type,
            object_id=page.pk,
            to_content_type_id=to_type,
            to_object_id=to_object,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
