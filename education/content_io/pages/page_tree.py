"""The pages of one language, by the keys of files. An import creates those that are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from education.content_io.pages.new_pages import NewPages
from education.content_io.pages.page_keys import GLOSSARY, GUIDES, HOME, PageKeys
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    ImportRecord,
    PublicPage,
)

_KINDS: Mapping[str, type[PublicPage]] = {HOME: HomePage, GUIDES: GuideIndexPage, GLOSSARY: GlossaryIndexPage}


class AddressTaken(Exception):
    """Another page has the slug of a new page. The text says which."""


class ParentDeleted(Exception):
    """An editor deleted the list that a new page belongs to."""


@dataclass(slots=True, kw_only=True)
class Target:
    """The page that a file, or a part of it, is about. `page` is None if an editor deleted it."""

    key: str
    page: PublicPage | None
    record: ImportRecord | None
    is_new: bool

    @property
    def existing_page(self) -> PublicPage:
        """The page, which is known to be there."""
        if self.page is None:
            raise LookupError(self.key)
        return self.page


class PageTree:
    """The pages of one locale. New pages are drafts of `new_pages`. `language` is the language of its files."""

    def __init__(self, locale: Locale, language: str, keys: PageKeys, new_pages: NewPages, *, restore: bool) -> None:
        self.locale = locale
        self.language = language
        self.name = locale.language_code
        self._keys = keys
        self._new_pages = new_pages
        self._restore = restore
        self.is_default = locale == Locale.get_default()

    def target(self, kind: type[PublicPage], key: str, slug: str) -> Target:
        """Return the page with this key; a new page without a place in the tree if there is none.

        Raises AddressTaken if the page of another file has this slug.
        """
        record = self._keys.records.get((self.name, key))
        if record is not None and record.page_id is not None:
            return Target(key=key, page=self._pages(kind)[record.page_id], record=record, is_new=False)
        if record is not None and not self._restore:
            return Target(key=key, page=None, record=record, is_new=False)
        found = self._by_slug(kind, slug)
        if found is None:
            return Target(key=key, page=kind(slug=slug, locale=self.locale), record=record, is_new=True)
        if found in self._new_pages or self._keys.is_recorded(found):
            other = self._keys.by_page[found.pk][1].rpartition("/")[2]
            raise AddressTaken(f"the address {slug} belongs to the page of another file, {other}.{self.language}.md")
        return Target(key=key, page=found, record=record, is_new=False)

    def insert(self, target: Target) -> None:
        """Give a new page its place in the tree, as a draft. Raises ParentDeleted."""
        page = target.page
        if page is None:
            return
        parent = self._parent_of(target.key)
        if original := self._keys.translation_key(page, self.name, target.key):
            page.translation_key = original
        self._new_pages.insert(page, parent=parent)
        self._live_rows[type(page)][page.pk] = self._by_pk[page.pk] = page
        self._keys.add(page, self.name, target.key)
        if isinstance(page, HomePage) and self.is_default:
            serve_at_root(page)

    def page(self, pk: int) -> PublicPage:
        """Return a guide or term by its primary key."""
        return self._by_pk[pk]

    def only_page(self, kind: type[PublicPage]) -> PublicPage | None:
        """Return the home page or list of this language."""
        return next(iter(self._pages(kind).values()), None)

    def _pages(self, kind: type[PublicPage]) -> Mapping[int, PublicPage]:
        return self._live_rows[kind]

    @cached_property
    def _live_rows(self) -> Mapping[type[PublicPage], dict[int, PublicPage]]:
        kinds = (HomePage, GuideIndexPage, GuidePage, GlossaryIndexPage, GlossaryTermPage)
        return {kind: {page.pk: page for page in kind.objects.filter(locale=self.locale)} for kind in kinds}

    @cached_property
    def _by_pk(self) -> dict[int, PublicPage]:
        return {pk: page for pages in self._live_rows.values() for pk, page in pages.items()}

    def _by_slug(self, kind: type[PublicPage], slug: str) -> PublicPage | None:
        pages = self._pages(kind).values()
        if issubclass(kind, GuidePage | GlossaryTermPage):
            return next((page for page in pages if page.slug == slug), None)
        return next(iter(pages), None)

    def _parent_of(self, key: str) -> Page:
        if key == HOME:
            if self.is_default:
                delete_welcome_page()
            return Page.get_first_root_node()
        above = key.rpartition("/")[0]
        pk = self._keys.page(self.name, above)
        parent = self._by_pk[pk] if pk is not None else self.only_page(_KINDS[above])
        if parent is None or self._keys.is_deleted(self.name, above):
            raise ParentDeleted
        return parent


def delete_welcome_page() -> None:
    """Delete the page that Wagtail starts with, which welcomes developers. Its site must let go of it first."""
    root = Page.get_first_root_node()
    welcome = [page for page in root.get_children() if page.specific_class is Page and not page.get_children().exists()]
    Site.objects.filter(root_page__in=welcome).update(root_page=root)
    for page in welcome:
        page.delete()


def serve_at_root(home: HomePage) -> None:
    """Make a home page the root of the default site, at PUBLIC_URL."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page_id = home.pk
    site.hostname, site.port, site.site_name = address.hostname or "localhost", port, settings.WAGTAIL_SITE_NAME
    site.save()
