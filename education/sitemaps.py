"""Home, guides and glossary for search engines, in every market."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from education.addresses import page_address
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage


class GuideSitemap(Sitemap[Any]):
    """Live pages of the hub."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> Any:
        """Live pages, in tree order."""
        return (
            Page.objects.live()
            .public()
            .type((HomePage, GuideIndexPage, GuidePage, GlossaryIndexPage, GlossaryTermPage))
            .order_by("path")
            .only("url_path", "last_published_at")
        )

    def location(self, item: Any) -> str:
        """Its path in the market that Django has activated."""
        return page_address(item.url_path)

    def lastmod(self, item: Any) -> datetime | None:
        """When its text last changed."""
        changed: datetime | None = item.last_published_at
        return changed
