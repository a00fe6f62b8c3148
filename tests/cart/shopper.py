"""A shopper whose browser runs no script: posts forms, follows links and reads pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING

from django.test import Client

from storefront.catalog.models import Listing
from storefront.saleor import checkouts
from storefront.saleor.types import Checkout

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

GEL = "everyday-water-based-gel-100-ml"
CONDOMS = "latex-condoms-pack-of-12"
OIL = "plant-oil-massage-blend-100-ml"
LOW_STOCK = "steel-small-plug-24-mm"
SOLD_OUT = "steel-boil-basket"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def variant_id(slug: str, *, channel: str = "uk") -> str:
    """Return the ID of a product's only variant."""
    return Listing.objects.get(product__slug=slug, channel=channel).only_variant


def page_text(response: Page) -> str:
    """Return the page's text, without markup."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def input_value(response: Page, name: str) -> str:
    """Return the value of an input on the page."""
    for tag in re.findall(r"<(?:input|button)[^>]*>", response.content.decode()):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            return unescape(found.group(1)) if found else ""
    raise AssertionError(f"the page has no {name}")


class Shopper:
    """One browser. `prefix` is the market's part of every address."""

    def __init__(self, prefix: str = "", client: Client | None = None) -> None:
        self.client = client or Client()
        self.prefix = prefix

    def get(self, path: str) -> Page:
        """Open a page."""
        return self.client.get(f"{self.prefix}{path}")

    def post(self, path: str, data: Mapping[str, object], **headers: str) -> Page:
        """Send a form from a page of this site."""
        return self.client.post(f"{self.prefix}{path}", data, headers={**SAME_ORIGIN, **headers})

    def add(self, slug: str, *, quantity: int = 1, htmx: bool = False) -> Page:
        """Add a product's only variant; with `htmx` as the script does."""
        channel = {"": "uk", "/en-us": "us", "/en-ie": "eu", "/de-de": "eu"}[self.prefix]
        data = {"variant": variant_id(slug, channel=channel), "quantity": quantity, "next": "/shop/"}
        return self.post("/cart/add/", data, **({"HX-Request": "true"} if htmx else {}))

    @property
    def checkout_id(self) -> str:
        """The checkout ID that the session stores for the United Kingdom."""
        return str(self.client.session["carts"]["uk"]["checkout"])

    def checkout(self) -> Checkout:
        """Return the cart as Saleor has it."""
        found = checkouts.get(self.checkout_id)
        assert found is not None
        return found

    def quantities(self) -> dict[str, int]:
        """Return the quantities that Saleor has, by product."""
        return {line.variant.product.slug: line.quantity for line in self.checkout().lines}
