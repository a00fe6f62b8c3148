"""A cache of ready bytes around the WSGI application."""

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

MAX_AGE_SECONDS = (
    600.0  # seconds: a page is made anew at least so often, since dates pass without anything being written
)
POLL_SECONDS = 1.0  # seconds between looks at what has changed
_LOOK_BACK = timedelta(seconds=120)  # rows of transactions that commit late still count
_GZIP_FROM = 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer, ready to send: its headers without length and encoding, its body plain and compressed."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    plain: bytes
    compressed: bytes | None
    tags: frozenset[str]
    made_at: float

    @property
    def size(self) -> int:
        """Bytes held in memory, about."""
        return len(self.plain) + len(self.compressed or b"")


class PageCache:
    """Wraps a WSGI application; keeps at most `limit` bytes of pages, the least used go first."""

    def __init__(self, application: Application, *, limit: int = 64 * 1024 * 1024) -> None:
        self._application = application
        self._limit = limit
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._looking = threading.Lock()
        self._seen: set[int] = set()
        self._changes = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory when that still holds, else let the application answer and keep what may be shared."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in environ:
            return self._application(environ, start_response)
        self._look()
        key = _key(environ)
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is not None and time.monotonic() - page.made_at < MAX_AGE_SECONDS:
            return _answer(page, environ, start_response)
        return self._make(key, environ, start_response)

    def _make(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        changes = self._changes
        answered: list[tuple[str, Headers]] = []

        def remember(status: str, headers: Headers, *_: object) -> None:
            answered.append((status, headers))

        body = self._application(environ, remember)
        status, headers = answered[0]
        tags = next((value for name, value in headers if name == TAGS_HEADER), None)
        headers = [(name, value) for name, value in headers if name != TAGS_HEADER]
        if tags is None or not _may_be_kept(status, headers) or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers)
            return body
        page = _page(headers, b"".join(body), frozenset(tags.split()))
        close = getattr(body, "close", None)
        if close is not None:
            close()
        with self._lock:
            # A change seen while this page was being made may be missing from it: then it is sent, but not kept.
            if changes == self._changes:
                self._keep(key, page)
        return _answer(page, environ, start_response)

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        old = self._pages.pop(key, None)
        self._size += page.size - (old.size if old else 0)
        self._pages[key] = page
        while self._size > self._limit:
            _, dropped = self._pages.popitem(last=False)
            self._size -= dropped.size

    def _look(self) -> None:
        """Drop the pages that show what has changed, at most one look a second; with the database away, keep all."""
        now = time.monotonic()
        if now - self._looked_at < POLL_SECONDS or not self._looking.acquire(blocking=False):
            return
        try:
            recent = dict(
                Invalidation.objects.filter(at__gte=timezone.now() - _LOOK_BACK).values_list("pk", "tag").iterator()
            )
        except DatabaseError:
            return
        finally:
            self._looked_at = now
            self._looking.release()
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
    """Everything that a shared answer may depend on: never a cookie."""
    return (
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
    )


def _may_be_kept(status: str, headers: Headers) -> bool:
    names = {name.lower(): value.lower() for name, value in headers}
    personal = "set-cookie" in names or "cookie" in names.get("vary", "") or "private" in names.get("cache-control", "")
    return status.startswith("200") and not personal


def _page(headers: Headers, body: bytes, tags: frozenset[str]) -> Page:
    kept = tuple((name, value) for name, value in headers if name.lower() not in ("content-length", "etag", "vary"))
    return Page(
        headers=(*kept, ("Vary", "Accept-Encoding")),
        etag=f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        plain=body,
        compressed=gzip.compress(body, 6, mtime=0) if len(body) >= _GZIP_FROM else None,
        tags=tags,
        made_at=time.monotonic(),
    )


def _answer(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
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
