"""The sitemap of home page, guides and glossary in every market, with images and translations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.utils import translation
from wagtail.models import Page

from education.images.figures import file_url
from education.localization import HreflangLink, alternates_from, content_language, page_url
from education.models import PAGE_TYPES, GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage
from education.seo.metadata import social_image_url
from storefront.core.markets import all_markets
from storefront.core.web.links import absolute_url

_LISTED = {HomePage: GuidePage, GuideIndexPage: GuidePage, GlossaryIndexPage: GlossaryTermPage}
"""The page types that a page lists: it changes when they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in one market. templates/sitemap.xml prints its alternates and images."""

    path: str
    changed: datetime | None
    alternates: tuple[HreflangLink, ...]
    pictures: tuple[str, ...]


class GuideSitemap(Sitemap[Entry]):
    """Live pages, each in the markets that read its language."""

    def items(self) -> list[Entry]:
        """Return the entries in tree order. One statement."""
        pages = list(
            Page.objects.live().public().type(PAGE_TYPES).select_related("locale", "guidepage").order_by("path")
        )
        versions: dict[object, dict[str, str]] = {}
        for page in pages:
            versions.setdefault(page.translation_key, {})[page.locale.language_code] = page.url_path
        changed = {page.pk: _changed(page, pages) for page in pages}
        entries = []
        for market in all_markets():
            with translation.override(market.language):
                entries += [
                    Entry(
                        path=page_url(page.url_path),
                        changed=changed[page.pk],
                        alternates=alternates_from(versions[page.translation_key]),
                        pictures=(social_image_url(page), *_figures(page)),
                    )
                    for page in pages
                    if page.locale.language_code == content_language()
                ]
        return entries

    def location(self, item: Entry) -> str:
        return item.path

    def lastmod(self, item: Entry) -> datetime | None:
        return item.changed


def _changed(page: Page, pages: Iterable[Page]) -> datetime | None:
    listed = _LISTED.get(page.specific_class)
    shown = (
        other
        for other in (pages if listed else ())
        if other.path.startswith(page.path) and other.specific_class is listed
    )
    return max((each.last_published_at for each in (page, *shown) if each.last_published_at), default=None)


def _figures(page: Page) -> tuple[str, ...]:
    """Return the URL of the largest file of each image in a guide."""
    shown = page.guidepage.renditions if hasattr(page, "guidepage") else {}
    return tuple(absolute_url(file_url(files[-1])) for files in shown.values())
