"""Every address that a browser can be left on answers GET: with a page, or with the way to one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize

from tests.accounts.customer import Customer
from tests.cart.shopper import GEL

pytestmark = pytest.mark.django_db
# Editors' pages are Wagtail's. The addresses that Saleor and payment providers post to are no pages.
NO_PAGES = re.compile(r"^/(desk|documents|_util|saleor/(token|events|payments/\w+/\w+)/|static)")
UUID = "11111111-2222-4333-8444-555555555555"
VALUES = {"int": "1", "number": "1", "slug": GEL, "str": GEL, "uuid": UUID, "path": "a/b", "section": "products"}
NAMED = {"name": "contact", "secret": "a" * 43, "key": "0" * 64, "path": ""}
ODD_TEXT = "\u0661\u202e%00" + "a" * 300
ODD = {
    "int": "9" * 30,
    "number": "9" * 30,
    "slug": "a" * 300,
    "str": ODD_TEXT,
    "uuid": UUID,
    "path": "a/" * 200,
    "section": "x",
}


def addresses(patterns: list[URLPattern | URLResolver], values: dict[str, str], prefix: str = "/") -> Iterator[str]:
    """Yield an address of every route below `prefix`."""
    for entry in patterns:
        path = "" if isinstance(entry.pattern, LocalePrefixPattern) else filled_in(entry.pattern, values)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, values, f"{prefix}{path}")
        else:
            yield f"{prefix}{path}"


def filled_in(pattern: object, values: dict[str, str]) -> str:
    """Return a path that the pattern matches."""
    if isinstance(pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda found: values.get(found[2]) or values[found[1] or "str"], str(pattern)
        )
    template, _ = normalize(str(pattern).removeprefix("^").removesuffix("$"))[0]
    return template % defaultdict(str, NAMED)


def every_address(values: dict[str, str]) -> list[str]:
    """Return an address of every route of the shop and the guides."""
    found = addresses(get_resolver().url_patterns, values)
    return sorted({path for path in found if not NO_PAGES.match(path)})


def test_the_walk_finds_the_rooms() -> None:
    paths = every_address(VALUES)

    assert {"/cart/promo/", "/account/sign-out/", "/checkout/contact/", "/replies/to/1/", "/letters/care-and-use/"} <= {
        *paths
    }
    assert len(paths) > 60


@pytest.mark.parametrize("values", [VALUES, ODD], ids=["ordinary", "odd"])
@pytest.mark.parametrize("prefix", ["", "/de-de"])
def test_every_address_answers_a_visitor_without_a_session(values: dict[str, str], prefix: str) -> None:
    answers_each(Client(raise_request_exception=False), values, prefix)


@pytest.mark.parametrize("values", [VALUES, ODD], ids=["ordinary", "odd"])
def test_every_address_answers_a_customer_with_a_cart(values: dict[str, str], commits: None) -> None:
    customer = Customer()
    customer.register()
    customer.confirm()
    customer.add(GEL)

    answers_each(customer.client, values, "")


@pytest.mark.parametrize("path", ["/cart/promo/", "/cart/set/", "/cart/add/", "/cart/promo/remove/"])
def test_the_target_of_a_cart_form_leads_to_the_cart(path: str) -> None:
    assert Client().get(path)["Location"] == "/cart/"


def answers_each(client: Client, values: dict[str, str], prefix: str) -> None:
    localized = {f"/{language}/" for language, _ in settings.LANGUAGES}
    wrong = {}
    client.raise_request_exception = False
    for path in every_address(values):
        status = client.get(path if path in localized else f"{prefix}{path}").status_code
        if status == 405 or status >= 500:
            wrong[path] = status
    assert wrong == {}
