"""Serve the shop from a command, for as long as Saleor installs one of its apps and no web server runs yet."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx2
from django.core.handlers.wsgi import WSGIHandler

from storefront.core.production import is_local_host

_SECONDS = 3.0


class _Server(ThreadingMixIn, WSGIServer):
    """One thread for each request: while Saleor hands over a token, it also reads the manifest."""

    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write no access log."""


@contextmanager
def served_at(public_url: str) -> Iterator[bool]:
    """Serve the shop at `public_url` unless something answers there already; yield whether this process does.

    Only an http address of this machine can be served. Any other is left to Saleor, which may reach what this machine
    does not.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if parts.scheme != "http" or not is_local_host(host) or _answers(public_url):
        yield False
        return
    try:
        server = make_server(host, parts.port or 80, WSGIHandler(), server_class=_Server, handler_class=_QuietHandler)
    except OSError:  # another machine's address, such as a container's, or a port that is taken
        yield False
        return
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield True
    finally:
        server.shutdown()
        server.server_close()


def _answers(url: str) -> bool:
    try:
        httpx2.get(f"{url}/healthz", timeout=_SECONDS, trust_env=False)
    except httpx2.HTTPError:
        return False
    return True
