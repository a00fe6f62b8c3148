"""Cache tags: what a response shows, and what has changed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.http import HttpResponseBase
from django.utils import timezone

from storefront.core.markets import Market, active_market
from storefront.page_cache.process_values import drop_values

TAGS_HEADER = "X-Cache-Tags"
PARAMETERS_HEADER = "X-Cache-Parameters"
EVERY_PAGE = "site"
"""The tag of what all pages show, such as the shop's name."""
ADDED = "added"
"""The query parameter by which every page says, without scripts, that an item was added to the cart."""
_RETENTION = timedelta(days=1)

Response = TypeVar("Response", bound=HttpResponseBase)


def market_tag(market: Market) -> str:
    """Return the tag of what all pages of a market show, such as the links in its footer."""
    return f"market:{market.language}"


def cacheable(response: Response, *tags: str, parameters: Iterable[str] = ()) -> Response:
    """Mark a response as the same for everyone, with the tags of what it shows. Browsers revalidate it each time (304).

    Each response has the tags of its market and of all pages too.

    `parameters` names the query parameters that the view reads; a name that ends in `*` is a prefix. All others
    (campaign marks and the like) must not change the response: they are not part of the cache key.
    """
    response.headers[TAGS_HEADER] = " ".join((*tags, market_tag(active_market()), EVERY_PAGE))
    response.headers[PARAMETERS_HEADER] = " ".join((*parameters, ADDED))
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def invalidate(*tags: str) -> None:
    """Drop the pages and process values with these tags, when the current transaction commits.

    This process drops the values now as well, so that the rest of the transaction reads what it wrote.
    """
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.bulk_create(Invalidation(tag=tag) for tag in dict.fromkeys(tags))
    drop_values(tags)
    transaction.on_commit(lambda: drop_values(tags))


def prune() -> None:
    """Delete invalidations that every process has read; the catalogue sync calls it."""
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.filter(at__lt=timezone.now() - _RETENTION).delete()
