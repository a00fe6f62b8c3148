"""Naming what a page shows, and what has changed."""

from datetime import timedelta
from typing import TypeVar

from django.http import HttpResponseBase
from django.utils import timezone

TAGS_HEADER = "X-Ready-Tags"
_KEPT_FOR = timedelta(days=1)

Response = TypeVar("Response", bound=HttpResponseBase)


def cacheable(response: Response, *tags: str) -> Response:
    """Say that everyone may be given this answer, and what it shows; browsers ask again each time (and get 304)."""
    response.headers[TAGS_HEADER] = " ".join(tags)
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def invalidate(*tags: str) -> None:
    """Say that these have changed, in the transaction that changed them: pages showing them go when it commits."""
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.bulk_create(Invalidation(tag=tag) for tag in dict.fromkeys(tags))


def prune() -> None:
    """Drop what every process has long seen; the catalogue's sync calls it each time."""
    from storefront.page_cache.models import Invalidation

    Invalidation.objects.filter(at__lt=timezone.now() - _KEPT_FOR).delete()
