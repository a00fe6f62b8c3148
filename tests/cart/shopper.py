"""A shopper with a browser that has no script: posts forms, follows links, and reads what the page says."""

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
FEW = "steel-small-plug-24-mm"
NONE_LEFT = "steel-boil-basket"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def variant(slug: str, *, channel: str = "uk") -> str:
    """The id of a product's one variant."""
    return Listing.objects.get(product__slug=slug, channel=channel).only_variant


def words(response: Page) -> str:
    """What the page says, without markup."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def field(response: Page, name: str) -> str:
    """The value that an input of the page carries."""
    for tag in re.findall(r"<(?:input|button)[^>]*>", response.content.decode()):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            return unescape(found.group(1)) if found else ""
    raise AssertionError(f"the page has no {name}")


class Shopper:
    """One browser; `prefix` is the market's part of every address."""

    def __init__(self, prefix: str = "", client: Client | None = None) -> None:
        self.client = client or Client()
        self.prefix = prefix

    def get(self, path: str) -> Page:
        """A page."""
        return self.client.get(f"{self.prefix}{path}")

    def post(self, path: str, data: Mapping[str, object], **headers: str) -> Page:
        """A form, sent from a page of ours."""
        return self.client.post(f"{self.prefix}{path}", data, headers={**FROM_HERE, **headers})

    def add(self, slug: str, *, quantity: int = 1, script: bool = False) -> Page:
        """Add a product's only variant; with `script` as htmx does."""
        channel = {"": "uk", "/en-us": "us", "/en-ie": "eu", "/de-de": "eu"}[self.prefix]
        data = {"variant": variant(slug, channel=channel), "quantity": quantity, "next": "/shop/"}
        return self.post("/cart/add/", data, **({"HX-Request": "true"} if script else {}))

    @property
    def checkout_id(self) -> str:
        """The secret that the session holds for the United Kingdom."""
        return str(self.client.session["carts"]["uk"]["checkout"])

    def checkout(self) -> Checkout:
        """The cart at Saleor."""
        found = checkouts.get(self.checkout_id)
        assert found is not None
        return found

    def held(self) -> dict[str, int]:
        """Quantities at Saleor by product."""
        return {line.variant.product.slug: line.quantity for line in self.checkout().lines}
