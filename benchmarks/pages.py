"""`make bench`: how long pages take on the server, as ratios to `/healthz` in the same run.

Once rendered by Django and once from the page cache, on the demo shop in its own database. The figures are medians in
milliseconds, with the fastest and the slowest.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

RUNS = 60
PAGES = ("/healthz", "/guides/gradual-anal-training/", "/product/everyday-water-based-gel-100-ml/", "/shop/")


def timed(ask: Callable[[], object]) -> list[float]:
    """Return the milliseconds of each run, sorted, after three runs to warm up."""
    for _ in range(3):
        ask()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def asking(application: Callable[..., object], path: str) -> Callable[[], object]:
    """Return a function that requests a page from a WSGI application and reads the whole response."""
    from django.test import RequestFactory

    def ask() -> bytes:
        environ = RequestFactory(HTTP_HOST="localhost").get(path).environ
        answer: list[str] = []
        body = b"".join(application(environ, lambda status, *_: answer.append(status)))  # type: ignore[call-overload]
        if not answer[0].startswith("200"):
            sys.exit(f"{path} answered {answer[0]}")
        return body

    return ask


def main() -> None:
    """Fill a database, measure, print."""
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="gradual-bench-")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ["DJANGO_SETTINGS_MODULE"] = "storefront.settings"
    from django.core.management import call_command

    from storefront.wsgi import application, django_application

    for command in ("migrate", "collectstatic", "seed_sandbox", "sync_catalog", "import_guides"):
        call_command(command, verbosity=0, **({"interactive": False} if command == "collectstatic" else {}))
    print(f"{'page':<46}{'median':>9}{'fastest':>9}{'slowest':>9}{'× healthz':>11}")
    base = 0.0
    for label, served in (("rendered by Django", django_application), ("from the page cache", application)):
        for path in PAGES:
            taken = timed(asking(served, path))
            median = statistics.median(taken)
            base = base or median
            name = f"{path} ({label})"
            print(f"{name:<46.46}{median:>9.2f}{taken[0]:>9.2f}{taken[-1]:>9.2f}{median / base:>11.1f}")


if __name__ == "__main__":
    main()
