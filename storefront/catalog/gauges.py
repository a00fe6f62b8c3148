"""Gauges about the catalogue: what waits to be refreshed, and when each channel was last compared with Saleor."""

from collections.abc import Iterator

from django.db.models import Min
from django.utils import timezone
from prometheus_client.core import Metric

from storefront.catalog.models import PendingRefresh, SyncState
from storefront.core.metrics import gauge, labelled_gauge


def catalogue_gauges() -> Iterator[Metric]:
    """Return pending refreshes, the age of the oldest in seconds, and seconds since each channel's reconcile."""
    now = timezone.now()
    oldest = PendingRefresh.objects.aggregate(first=Min("first_marked_at"))["first"]
    age = (now - oldest).total_seconds() if oldest else 0.0
    states = SyncState.objects.filter(compared_at__isnull=False).values_list("channel", "compared_at")
    compared = {channel: (now - at).total_seconds() for channel, at in states if at}
    yield gauge(
        "gradual_pending_refreshes",
        "Products and other entities that wait to be refreshed",
        PendingRefresh.objects.count(),
    )
    yield gauge("gradual_oldest_refresh_seconds", "Age of the oldest pending refresh: the webhook lag", age)
    yield labelled_gauge(
        "gradual_reconciled_seconds", "Seconds since a channel was last reconciled", "channel", compared
    )
