"""`make bench`: the admin's product chooser with 3,000 products, as a ratio to the demo shop's few.

All in one run: medians in milliseconds, with the fastest and the slowest.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.pages import timed

MANY = 3000
ASKED: dict[str, dict[str, str]] = {
    "first page": {},
    "page 100": {"p": "100"},
    "“soft silicone”": {"q": "soft silicone"},
}


def stock_up() -> None:
    """Copy each product of the demo shop some eighty times, with its prices and attributes."""
    from storefront.catalog.models import AttributeValue, Listing, Product

    few = list(Product.objects.all())
    for n, product in enumerate(few):
        rows = [*product.listings.all(), *product.attribute_values.all()]
        times = range(MANY // len(few))
        copies = Product.objects.bulk_create(_copy(product, saleor_id=f"{n}-{i}", slug=f"{n}-{i}") for i in times)
        for kind in (Listing, AttributeValue):
            ours = [row for row in rows if isinstance(row, kind)]
            kind.objects.bulk_create(_copy(row, product=copy) for row in ours for copy in copies)


def _copy(row: Any, **other: Any) -> Any:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    copied = type(row)(**values)
    for name, value in other.items():
        setattr(copied, name, value)
    return copied


def main() -> None:
    """Fill a database, measure, copy the products, measure again, print."""
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="gradual-bench-")
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["DJANGO_SETTINGS_MODULE"] = "storefront.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    for command in ("migrate", "collectstatic", "seed_sandbox", "sync_catalog"):
        call_command(command, verbosity=0, **({"interactive": False} if command == "collectstatic" else {}))
    editor = Client(HTTP_HOST="localhost")
    editor.force_login(User.objects.create_superuser("editor"), backend="django.contrib.auth.backends.ModelBackend")

    def asking(fields: dict[str, str]) -> Callable[[], object]:
        def ask() -> bytes:
            answer = editor.get("/desk/product_chooser/results/", fields)
            if answer.status_code != 200:
                sys.exit(f"the chooser answered {answer.status_code}")
            return bytes(answer.content)

        return ask

    few = timed(asking({}))
    stock_up()
    print(f"{'chooser':<46}{'median':>9}{'fastest':>9}{'slowest':>9}{'× the few':>11}")
    base = statistics.median(few)
    for name, taken in (
        ("the demo shop's few products", few),
        *((f"{MANY} products, {name}", timed(asking(fields))) for name, fields in ASKED.items()),
    ):
        median = statistics.median(taken)
        print(f"{name:<46}{median:>9.2f}{taken[0]:>9.2f}{taken[-1]:>9.2f}{median / base:>11.1f}")


if __name__ == "__main__":
    main()
