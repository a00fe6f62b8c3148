"""Cache tags: what a response shows, and what has changed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.http import HttpResponseBase
from django.utils import timezone

TAGS_HEADER = "X-Cache-Tags"
PARAMETERS_HEADER = "X-Cache-Parameters"
ADDED = "added"
"""The query parameter by which every page says, without scripts, that an item was added to the cart."""
_RETENTION = timedelta(days=1)

Response = TypeVar("Response", bound=HttpResponseBase)


def cacheable(response: Response, *tags: str, parameters: Iterable[str] = ()) -> Response:
    """Mark a response as the same for everyone, with the tags of what it shows. Browsers revalidate it each time (304).

    `parameters` names the query parameters that the view reads; a name that ends in `*` is a prefix. All others
    (campaign marks and the like) must not change the response: they are not part of the cache key.
    """
    response.headers[TAGS_HEADER] = " ".join(tags)
    response.headers[PARAMETERS_HEADER] = " ".join((*parameters, ADDED))
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def invalidate(*tags: str) -> None:
    """Drop the pages with these tags, when the current transaction commits."""
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.bulk_create(Invalidation(tag=tag) for tag in dict.fromkeys(tags))


def prune() -> None:
    """Delete invalidations that every process has read; the catalogue sync calls it."""
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.filter(at__lt=timezone.now() - _RETENTION).delete()
