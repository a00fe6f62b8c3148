"""Is it alive, is it ready, and what may robots read."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.exceptions import RedisError

from storefront.core.markets import all_markets, prefix_of
from storefront.saleor import api, errors
from storefront.saleor.app.installation import is_installed

_migrated: list[bool] = []


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 whenever this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503. `down` names what is down: the database, its migrations, or Redis.

    Saleor is not needed to read and browse: with it away the shop is ready, and `degraded` says "saleor". It says "app"
    while the shop is not installed there, and so hears of nothing until it compares.
    """
    checks = (("database", _database_answers), ("migrations", _is_migrated), ("redis", _redis_answers))
    down = [name for name, works in checks if not works()]
    degraded = [] if _saleor_answers() else ["saleor"]
    if not {"database", "migrations"} & set(down) and not is_installed():
        degraded.append("app")
    return JsonResponse({"ready": not down, "down": down, "degraded": degraded}, status=503 if down else 200)


def robots(request: HttpRequest) -> HttpResponse:
    """Guides and products may be indexed; carts, checkouts, accounts and searches are nobody's business."""
    closed = ("cart", "checkout", "account", "orders", "letters", "search", "replies", "helpful")
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix_of(market)}/{place}/" for market in all_markets() for place in closed),
        "Disallow: /desk/",
        "Disallow: /saleor/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    """Whether no migration waits. Asked until that is so; code and migrations change together, with the process."""
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return False
        except DatabaseError:
            return False
        _migrated.append(True)
    return True


def _redis_answers() -> bool:
    """The broker, where there is one; the cache forgives."""
    if not settings.REDIS_URL:
        return True
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
            redis.ping()
    except RedisError:
        return False
    return True


def _saleor_answers() -> bool:
    """Whether Saleor says that it is well; asked at most every fifteen seconds."""
    if not settings.SALEOR_API_URL:
        return True
    known: bool | None = cache.get("saleor-is-well")
    if known is None:
        try:
            api.fetch("/health/", limit=1.0)
            known = True
        except errors.Unavailable:
            known = False
        cache.set("saleor-is-well", known, 15)
    return known
