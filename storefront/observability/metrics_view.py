"""`/metrics` for Prometheus: the counters of all processes, and gauges read at the moment of the scrape."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from redis import Redis
from redis.exceptions import RedisError

from storefront.core import registry
from storefront.core.metrics import labelled_gauge


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer holders of METRICS_TOKEN, or this machine only when no token is set; 404 for everyone else."""
    if not _may_read(request):
        raise Http404
    collectors = CollectorRegistry()
    if settings.METRICS_DIR:
        MultiProcessCollector(collectors)  # type: ignore[no-untyped-call]
    else:
        collectors.register(REGISTRY)
    collectors.register(_Gauges())
    return HttpResponse(generate_latest(collectors), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    came_through_a_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not came_through_a_proxy


class _Gauges:
    """A Prometheus collector that reads every room's gauges, and the depth of the task queues."""

    def collect(self) -> Iterator[Metric]:
        yield labelled_gauge("gradual_queue_depth", "Tasks waiting in a queue", "queue", _queue_depths())
        for read in registry.gauges:
            yield from read()


def _queue_depths() -> dict[str, int]:
    if not settings.REDIS_URL:
        return {}
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            return {queue.name: int(redis.llen(queue.name)) for queue in settings.CELERY_TASK_QUEUES}
    except RedisError:
        return {}
