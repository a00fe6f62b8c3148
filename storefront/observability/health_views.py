"""Health checks: `/healthz` says that the process answers, `/readyz` that it can serve pages."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.exceptions import RedisError

from storefront.core import registry
from storefront.core.management.database_state import is_migrated

_migrated: list[bool] = []


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as this process can answer."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, else 503.

    `down` names what prevents it: "database", "migrations" or "redis". `degraded` names what fails although pages
    can be served, such as "saleor": reading and browsing do not need it.
    """
    checks = (("database", _is_database_up), ("migrations", _is_migrated), ("redis", _is_redis_up))
    down = [name for name, is_well in checks if not is_well()]
    has_database = not {"database", "migrations"} & set(down)
    degraded = [part for check in registry.degraded_parts for part in check(has_database=has_database)]
    return JsonResponse({"ready": not down, "down": down, "degraded": degraded}, status=503 if down else 200)


def _is_database_up() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    """Return whether every migration is applied. A yes is kept, since code changes only with a new process."""
    if not _migrated:
        try:
            if not is_migrated():
                return False
        except DatabaseError:
            return False
        _migrated.append(True)
    return True


def _is_redis_up() -> bool:
    """Return whether the task broker answers; True when none is configured."""
    if not settings.REDIS_URL:
        return True
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            redis.ping()
    except RedisError:
        return False
    return True
