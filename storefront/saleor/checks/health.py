"""Whether Saleor answers and the shop's app is installed there, for `/readyz` and `/metrics`."""

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from prometheus_client.core import Metric

from storefront.core.metrics import gauge
from storefront.saleor.app.installation import is_installed
from storefront.saleor.client import api, errors

_CACHE_KEY = "saleor-is-healthy"
_CACHE_SECONDS = 15


def degraded_parts(*, has_database: bool) -> Iterator[str]:
    """Name "saleor" when it does not answer, and "app" when the shop is not installed there and gets no webhooks."""
    if not is_saleor_healthy():
        yield "saleor"
    if has_database and not is_installed():
        yield "app"


def saleor_gauges() -> Iterator[Metric]:
    """Return whether the app is installed."""
    yield gauge("gradual_app_installed", "Whether the shop is installed as an app in its Saleor", is_installed())


def is_saleor_healthy() -> bool:
    """Return whether Saleor's health check answers; asked at most once in 15 seconds. True for the sandbox."""
    if not settings.SALEOR_API_URL:
        return True
    known: bool | None = cache.get(_CACHE_KEY)
    if known is None:
        try:
            api.fetch("/health/", limit=1.0)
            known = True
        except errors.Unavailable:
            known = False
        cache.set(_CACHE_KEY, known, _CACHE_SECONDS)
    return known
