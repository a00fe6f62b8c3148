"""WSGI middleware that answers cacheable pages from memory."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from storefront.page_cache.cache_tags import TAGS_HEADER
from storefront.page_cache.models import Invalidation

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

MAX_AGE_SECONDS = 600.0  # dates pass without anything being written
POLL_SECONDS = 1.0  # how often new invalidations are read
_LOOK_BACK = timedelta(seconds=120)  # transactions may commit after their rows were stamped
_GZIP_MIN_BYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A cached response: headers without length and encoding, the body plain and compressed."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    plain: bytes
    compressed: bytes | None
    tags: frozenset[str]
    made_at: float

    @property
    def size(self) -> int:
        """Approximate size in memory, in bytes."""
        return len(self.plain) + len(self.compressed or b"")


class PageCache:
    """Wrap a WSGI application and keep at most `limit` bytes of pages; the least recently used are dropped first."""

    def __init__(self, application: Application, *, limit: int = 64 * 1024 * 1024) -> None:
        self._application = application
        self._limit = limit
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._polled_at = 0.0
        self._poll_lock = threading.Lock()
        self._seen: set[int] = set()
        self._changes = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or run the application and keep a cacheable response."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in environ:
            return self._application(environ, start_response)
        self._apply_invalidations()
        key = _key(environ)
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is not None and time.monotonic() - page.made_at < MAX_AGE_SECONDS:
            return _respond(page, environ, start_response)
        return self._render(key, environ, start_response)

    def _render(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        changes = self._changes
        responses: list[tuple[str, Headers]] = []

        def start_response_later(status: str, headers: Headers, *_: object) -> None:
            responses.append((status, headers))

        body = self._application(environ, start_response_later)
        status, headers = responses[0]
        tags = next((value for name, value in headers if name == TAGS_HEADER), None)
        headers = [(name, value) for name, value in headers if name != TAGS_HEADER]
        if tags is None or not _is_cacheable(status, headers) or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers)
            return body
        page = _page(headers, b"".join(body), frozenset(tags.split()))
        close = getattr(body, "close", None)
        if close is not None:
            close()
        with self._lock:
            # The page may be older than an invalidation that arrived while it was made: send it, but do not keep it.
            if changes == self._changes:
                self._keep(key, page)
        return _respond(page, environ, start_response)

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        old = self._pages.pop(key, None)
        self._size += page.size - (old.size if old else 0)
        self._pages[key] = page
        while self._size > self._limit:
            _, dropped = self._pages.popitem(last=False)
            self._size -= dropped.size

    def _apply_invalidations(self) -> None:
        """Drop pages with new invalidations, at most once a second. Without the database, keep all pages."""
        now = time.monotonic()
        if now - self._polled_at < POLL_SECONDS or not self._poll_lock.acquire(blocking=False):
            return
        try:
            recent = dict(
                Invalidation.objects.filter(at__gte=timezone.now() - _LOOK_BACK).values_list("pk", "tag").iterator()
            )
        except DatabaseError:
            return
        finally:
            self._polled_at = now
            self._poll_lock.release()
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        changed = {tag for pk, tag in recent.items() if pk not in self._seen}
        self._seen = set(recent)
        if changed:
            self._drop(changed)

    def _drop(self, changed: set[str]) -> None:
        with self._lock:
            self._changes += 1
            for key in [key for key, page in self._pages.items() if page.tags & changed]:
                self._size -= self._pages.pop(key).size


def _key(environ: Environ) -> tuple[str, ...]:
    """Return everything that a cacheable response may depend on: never a cookie."""
    return (
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
    )


def _is_cacheable(status: str, headers: Headers) -> bool:
    names = {name.lower(): value.lower() for name, value in headers}
    personal = "set-cookie" in names or "cookie" in names.get("vary", "") or "private" in names.get("cache-control", "")
    return status.startswith("200") and not personal


def _page(headers: Headers, body: bytes, tags: frozenset[str]) -> Page:
    kept = tuple((name, value) for name, value in headers if name.lower() not in ("content-length", "etag", "vary"))
    return Page(
        headers=(*kept, ("Vary", "Accept-Encoding")),
        etag=f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        plain=body,
        compressed=gzip.compress(body, 6, mtime=0) if len(body) >= _GZIP_MIN_BYTES else None,
        tags=tags,
        made_at=time.monotonic(),
    )


def _respond(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    headers = [*page.headers, ("ETag", page.etag)]
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [entry for entry in headers if not entry[0].lower().startswith("content-")])
        return [b""]
    body = page.plain
    if page.compressed is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.compressed
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
