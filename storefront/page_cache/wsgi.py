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
from urllib.parse import parse_qsl

from django.db import DatabaseError, connection
from django.utils import timezone

from storefront.core.coordination.wait_budget import wait_budget
from storefront.page_cache.cache_tags import PARAMETERS_HEADER, TAGS_HEADER
from storefront.page_cache.models import Invalidation
from storefront.page_cache.process_values import drop_values

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Address = tuple[str, str, str]
"""Scheme, host and path."""
Key = tuple[Address, tuple[tuple[str, str], ...]]
"""An address and the query parameters that its view reads, in order of their names."""

MAX_PAGES = 5_000
MAX_QUERY_LENGTH = 500
"""Characters of parameters that may make a key. A person's search or filters are shorter."""
_ENTRY_BYTES = 1_500
"""Memory of an entry besides its texts: objects and its places in dictionaries. Measured: 1,100 to 1,400."""
MAX_AGE_SECONDS = 600.0  # dates pass without anything being written
POLL_SECONDS = 1.0  # how often new invalidations are read
RETRY_SECONDS = 5.0  # seconds without a new attempt after the database failed
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
    def is_expired(self) -> bool:
        """Whether the page is older than MAX_AGE_SECONDS."""
        return time.monotonic() - self.made_at >= MAX_AGE_SECONDS


def _size(key: Key, page: Page) -> int:
    """Return the approximate memory of a whole entry, in bytes."""
    address, query = key
    texts = [*address, *(text for pair in (*query, *page.headers) for text in pair), *page.tags]
    return _ENTRY_BYTES + sum(map(len, texts)) + len(page.plain) + len(page.compressed or b"")


class PageCache:
    """Wrap a WSGI application and keep at most `limit` bytes of pages; the least recently used are dropped first."""

    def __init__(self, application: Application, *, limit: int = 64 * 1024 * 1024) -> None:
        self._application = application
        self._limit = limit
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._parameters: OrderedDict[Address, tuple[str, ...]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._polled_at = 0.0
        self._poll_lock = threading.Lock()
        self._seen: set[int] = set()
        self._changes = 0

    @property
    def size(self) -> int:
        """The approximate memory of all pages, in bytes."""
        return self._size

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or run the application and keep a cacheable response."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in environ:
            return self._application(environ, start_response)
        self._apply_invalidations()
        address = _address(environ)
        page = None
        with self._lock:
            if address in self._parameters:
                key = (address, _query(environ, self._parameters[address]))
                page = self._pages.get(key)
                if page is not None:
                    self._pages.move_to_end(key)
                    self._parameters.move_to_end(address)
        if page is not None and not page.is_expired:
            return _respond(page, environ, start_response)
        return self._render(address, environ, start_response)

    def _render(self, address: Address, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        changes = self._changes
        responses: list[tuple[str, Headers]] = []

        def start_response_later(status: str, headers: Headers, *_: object) -> None:
            responses.append((status, headers))

        body = self._application(environ, start_response_later)
        status, headers = responses[0]
        internal = {name: value for name, value in headers if name in (TAGS_HEADER, PARAMETERS_HEADER)}
        headers = [(name, value) for name, value in headers if name not in internal]
        if not internal or not _is_cacheable(status, headers) or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, headers)
            return body
        page = _page(headers, b"".join(body), frozenset(internal[TAGS_HEADER].split()))
        close = getattr(body, "close", None)
        if close is not None:
            close()
        with self._lock:
            # The page may be older than an invalidation that arrived while it was made: send it, but do not keep it.
            if changes == self._changes:
                self._keep(address, tuple(internal[PARAMETERS_HEADER].split()), environ, page)
        return _respond(page, environ, start_response)

    def _keep(self, address: Address, parameters: tuple[str, ...], environ: Environ, page: Page) -> None:
        self._parameters[address] = parameters
        if len(self._parameters) > MAX_PAGES:
            self._parameters.popitem(last=False)
        query = _query(environ, parameters)
        if sum(len(name) + len(value) for name, value in query) > MAX_QUERY_LENGTH:
            return
        key = (address, query)
        self._remove(key)
        self._pages[key] = page
        self._size += _size(key, page)
        while self._size > self._limit or len(self._pages) > MAX_PAGES:
            self._remove(next(iter(self._pages)))

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= _size(key, page)

    def _apply_invalidations(self) -> None:
        """Drop pages with new invalidations, at most once a second. Without the database, keep all pages."""
        now = time.monotonic()
        if now - self._polled_at < POLL_SECONDS or not self._poll_lock.acquire(blocking=False):
            return
        self._polled_at = now
        try:
            with wait_budget():
                rows = Invalidation.objects.filter(at__gte=timezone.now() - _LOOK_BACK).values_list("pk", "tag")
                recent = dict(rows.iterator())
        except DatabaseError:
            self._polled_at = time.monotonic() + RETRY_SECONDS
            return
        finally:
            self._poll_lock.release()
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        changed = {tag for pk, tag in recent.items() if pk not in self._seen}
        self._seen = set(recent)
        drop_values(changed)  # before the pages: a page that is made from now on shows the new values
        with self._lock:
            self._changes += bool(changed)
            for key in [key for key, page in self._pages.items() if page.tags & changed or page.is_expired]:
                self._remove(key)


def _address(environ: Environ) -> Address:
    # Behind a proxy every value but "https" means the same to Django.
    scheme = "https" if environ.get("HTTP_X_FORWARDED_PROTO") == "https" else environ.get("wsgi.url_scheme", "")
    return scheme, environ.get("HTTP_HOST", ""), environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")


def _query(environ: Environ, parameters: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the parameters of the query string that the view reads; values of one name keep their order."""
    query = environ.get("QUERY_STRING", "")
    if not query or not parameters:
        return ()
    names = {name for name in parameters if not name.endswith("*")}
    prefixes = tuple(name[:-1] for name in parameters if name.endswith("*"))
    pairs = parse_qsl(query, keep_blank_values=True)
    return tuple(sorted((pair for pair in pairs if pair[0] in names or pair[0].startswith(prefixes)), key=_name_of))


def _name_of(pair: tuple[str, str]) -> str:
    return pair[0]


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
