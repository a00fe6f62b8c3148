"""Look for what shoppers cannot see yet: products and collections published later, and products kept out of lists.

Saleor says this only to an app. While the shop's app is not installed, or may not read it, nothing is found.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from storefront.catalog.models import Listing, PendingRefresh, ScheduledChange
from storefront.catalog.sync.scheduled_changes import time_to_look
from storefront.saleor.app import publication
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials

T = TypeVar("T")
MAX_RE_READ = 20
"""Products kept out of lists that reconciling reads again each time, because nothing compares their prices and stock:
those that were not read for longest."""


def plan_products(channel: str) -> None:
    """Keep the dates of all products that are published later in a channel. Raises SaleorError."""
    now = timezone.now()
    dates = _ask(lambda app: publication.products_published_after(now, channel=channel, app=app))
    ScheduledChange.objects.plan(dates or {})


def plan_withdrawn(saleor_ids: Sequence[str], *, channel: str, asked_at: datetime) -> None:
    """Keep the dates of those of these products that a channel publishes later. Raises SaleorError."""
    if not saleor_ids:
        return
    found = _ask(lambda app: tuple(publication.products_by_id(saleor_ids, channel=channel, app=app)))
    times = {each.id: time_to_look(each.published_at(channel), asked_at=asked_at) for each in found or ()}
    ScheduledChange.objects.plan({saleor_id: time for saleor_id, time in times.items() if time})


def plan_collections(channel: str) -> None:
    """Keep the next date at which a channel publishes a collection. Raises SaleorError."""
    now = timezone.now()
    dates = _ask(lambda app: publication.collections_published_after(now, channel=channel, app=app))
    if dates:
        ScheduledChange.objects.plan({"": min(dates.values())}, kind=PendingRefresh.Kind.SECTIONS)


def unlisted_to_read(channel: str, *, whole: bool) -> list[str]:
    """Return the Saleor IDs of products kept out of lists that are to be read; with `whole`, all of them.

    These are those that we do not know as such, those that changed, those no longer kept out of lists, and a few that
    were not read for long. Raises SaleorError.
    """
    kept = Listing.objects.filter(channel=channel, published=True, is_in_lists=False).order_by("read_at", "pk")
    known = dict(kept.values_list("product__saleor_id", "product__saleor_updated_at"))
    found = _ask(lambda app: _unlisted_now(channel, app))
    if whole:
        return sorted({*known, *(found or ())})
    differing = set() if found is None else {key for key in {*found, *known} if found.get(key) != known.get(key)}
    return sorted({*differing, *list(known)[:MAX_RE_READ]})


def _unlisted_now(channel: str, app: Credentials) -> dict[str, datetime | None]:
    """The `updatedAt` of each product that is published and kept out of lists."""
    unlisted = publication.unlisted_products(channel, app=app)
    return {each.id: each.updated_at for each in unlisted if each.is_published(channel, at=timezone.now())}


def _ask(question: Callable[[Credentials], T]) -> T | None:
    """Ask as the app; None if it cannot. The sandbox publishes everything at once, and Saleor may refuse the app."""
    app = app_credentials() if settings.SALEOR_API_URL else None
    if app is None:
        return None
    try:
        return question(app)
    except (errors.NotAllowed, errors.TokenExpired):
        return None
