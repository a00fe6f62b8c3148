"""`/metrics` for Prometheus: what the processes counted, and what the rows and queues say at this moment."""

import secrets
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from redis import Redis
from redis.exceptions import RedisError

from storefront.catalog.models import PendingRefresh, SyncState
from storefront.emails.models import Email
from storefront.payments.models import HOLDING_MONEY, IN_PROGRESS, PaymentAttempt
from storefront.payments.queries import overdue
from storefront.saleor.app.installation import is_installed


@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """For who knows METRICS_TOKEN; without one set, for this machine alone. For others there is no such page."""
    if not _may_see(request):
        raise Http404
    registry = CollectorRegistry()
    if settings.METRICS_DIR:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Now())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_see(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    came_through_a_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not came_through_a_proxy


class _Now:
    """Asked at each scrape."""

    def collect(self) -> Iterator[Metric]:
        """What waits: in queues, to be read anew, to be sent, to be finished."""
        yield _by("gradual_queue_depth", "Tasks that wait in a queue", "queue", _queues())
        yield _one("gradual_stale_rows", "What is to be read anew", PendingRefresh.objects.count())
        yield _one("gradual_stale_seconds", "How long the oldest of it waits: the webhook lag", _oldest_stale())
        yield _one("gradual_app_installed", "Whether the shop is an app of its Saleor", is_installed())
        yield _by("gradual_compared_seconds", "How long ago a channel was compared", "channel", _compared())
        letters = dict(Email.objects.values_list("state").annotate(Count("pk")).order_by())
        yield _by("gradual_letters", "Letters by state", "state", letters)
        attempts = PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY))
        by_state = dict(attempts.values_list("state").annotate(Count("pk")).order_by())
        yield _by("gradual_attempts_open", "Payment attempts that have not ended well yet", "state", by_state)
        text = "Payment attempts with money and no end for longer than CHARGE_WITHOUT_ORDER_MINUTES: page somebody"
        yield _one("gradual_charges_without_order", text, overdue().count())
        yield _one("gradual_charge_without_order_seconds", "How long the oldest money is nobody's", _oldest_owing())


def _oldest_stale() -> float:
    oldest = PendingRefresh.objects.aggregate(first=Min("heard_first_at"))["first"]
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _compared() -> dict[str, float]:
    """Beat has a worker do it every ten minutes: much more than that, and one of the two is not at work."""
    now = timezone.now()
    marks = SyncState.objects.filter(compared_at__isnull=False).values_list("channel", "compared_at")
    return {channel: (now - compared_at).total_seconds() for channel, compared_at in marks if compared_at}


def _oldest_owing() -> float:
    oldest = PaymentAttempt.objects.filter(state__in=HOLDING_MONEY).aggregate(first=Min("owing_since"))["first"]
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _queues() -> dict[str, int]:
    if not settings.REDIS_URL:
        return {}
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            return {queue.name: int(redis.llen(queue.name)) for queue in settings.CELERY_TASK_QUEUES}
    except RedisError:
        return {}


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
