"""Is it alive, is it ready, and what may robots read."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 whenever this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the cache answer, else 503; the body names what is down."""
    down = [name for name, works in (("database", _database_answers), ("cache", _cache_answers)) if not works()]
    return JsonResponse({"ready": not down, "down": down}, status=503 if down else 200)


def robots(request: HttpRequest) -> HttpResponse:
    """Guides and products may be indexed; carts, checkouts, accounts and searches are nobody's business."""
    closed = ("cart", "checkout", "account", "search", "desk", "saleor")
    lines = [
        "User-agent: *",
        *(f"Disallow: /*{place}/" for place in closed),
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


def _cache_answers() -> bool:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return False
    return True
