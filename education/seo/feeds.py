"""An Atom feed of guides for each market."""

from datetime import datetime
from uuid import uuid5

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.query import PageQuerySet

from education.guides.guide_views import live_guides
from education.localization import other_language, page_url
from education.models import GuidePage
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url
from storefront.merchant.branding.brand import brand_of
from storefront.page_cache import cacheable


class _Atom(Atom1Feed):
    """Atom whose entries state their language if it differs from the feed's."""

    def item_attributes(self, item: dict[str, str]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}


class GuideFeed(Feed[GuidePage, None]):
    """Summaries of the live guides that the active market reads, last changed first."""

    feed_type = _Atom

    def author_name(self) -> str:
        return brand_of(active_market()).name

    def title(self) -> str:
        return ": ".join((brand_of(active_market()).name, _("Guides")))

    def subtitle(self) -> str:
        return str(_("Guides to comfort, consent and safer play, in small steps. For adults."))

    def link(self) -> str:
        return absolute_url(page_url("/home/guides/"))

    def feed_url(self) -> str:
        return absolute_url(reverse("guides-feed"))

    def items(self) -> PageQuerySet:
        return live_guides().order_by("-last_published_at", "path")

    def item_title(self, item: GuidePage) -> str:
        return str(item.title)

    def item_description(self, item: GuidePage) -> str:
        """Escape the summary: it is plain text, and the feed holds HTML."""
        return escape(item.summary)

    def item_link(self, item: GuidePage) -> str:
        return absolute_url(page_url(item.url_path))

    def item_guid(self, item: GuidePage) -> str:
        """Return an id that survives a change of URL and differs between markets."""
        return uuid5(item.translation_key, active_market().language).urn

    def item_extra_kwargs(self, item: GuidePage) -> dict[str, str]:
        return {"language": other_language(item)}

    def item_pubdate(self, item: GuidePage) -> datetime | None:
        published: datetime | None = item.first_published_at
        return published

    def item_updateddate(self, item: GuidePage) -> datetime | None:
        changed: datetime | None = item.last_published_at
        return changed


@require_safe
def guides_feed(request: HttpRequest) -> HttpResponse:
    """Serve the feed, cacheable for all readers."""
    return cacheable(GuideFeed()(request), "guides")
