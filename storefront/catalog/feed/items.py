"""One variant as an item of the feed, in the limits of Google's product data specification.

Source: <https://support.google.com/merchants/answer/7052112>. Texts come from the merchant: they are cleaned of what
XML may not hold, and cut.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from babel.numbers import get_currency_precision
from django.utils import timezone

from storefront.catalog.feed.rows import FeedRow
from storefront.catalog.pages import formatting
from storefront.catalog.pages.offers import facts_of_variant, gtin_of
from storefront.catalog.pages.unit_prices import UnitMeasure, UnitPrice, unit_price
from storefront.catalog.translations import text_of
from storefront.core.markets import is_in_european_union
from storefront.core.web.links import absolute_url
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, role_of
from storefront.saleor.types import Money

Element = tuple[str, "str | tuple[tuple[str, str], ...]"]
"""The name of an element, with its text or its own elements."""

MAX_PICTURES = 11  # the first, and ten more
MAX_URL = 2000
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEX_TOYS = "Mature > Erotic > Sex Toys"
_CATEGORIES = {
    Role.TOY: _SEX_TOYS,
    Role.HARNESS: _SEX_TOYS,
    Role.LUBRICANT: "Health & Beauty > Personal Care > Personal Lubricants",
}
_CONDOMS = "Health & Beauty > Health Care > Condoms"
_ALSO_ENERGY_LABELS = frozenset({"GB", "IS", "LI", "NO", "CH"})
"""Countries outside the EU whose listings Google shows the EU's energy labels in."""
_UNITS = {UnitMeasure.LITRE: "l", UnitMeasure.KILOGRAM: "kg", UnitMeasure.PIECE: "ct"}


def feed_item(row: FeedRow) -> tuple[Element, ...] | None:
    """Return the elements of an item in the active language; None without picture or price, which Google demands."""
    price = row.offer.money
    pictures = tuple(url for url in map(absolute_url, row.pictures) if len(url) <= MAX_URL)[:MAX_PICTURES]
    if price is None or not price.amount or not pictures:
        return None
    return tuple(_elements(row, price, pictures))


def _elements(row: FeedRow, price: Money, pictures: tuple[str, ...]) -> Iterator[Element]:
    product, facts = row.product, facts_of_variant(row.product, row.variant)
    name = clean(str(product.translated("name")), 150)
    variant_name = "" if row.is_only else clean(str(row.variant.translated("name")), 100)
    query = "" if row.is_only else f"?{urlencode({'variant': row.variant.saleor_id})}"
    yield "id", row.variant.saleor_id[:50]
    yield "title", clean(f"{name}, {variant_name}" if variant_name else name, 150)
    description = text_of(product.translated("description_html")) or product.translated("seo_description")
    yield "description", clean(str(description), 5000) or clean(formatting.facts_line(product, facts), 5000) or name
    yield "link", absolute_url(f"{product.get_absolute_url()}{query}")
    yield "image_link", pictures[0]
    yield from (("additional_image_link", url) for url in pictures[1:])
    yield from _availability(row)
    before = row.offer.money_before
    yield "price", amount(before or price)
    if before:
        yield "sale_price", amount(price)
    unit = unit_price(price, facts, row.terms.market)
    if unit:
        yield from _unit_price(unit)
    yield from _identifiers(row, facts)
    yield from _certification(row, facts)
    yield "condition", "new"
    yield "adult", "yes" if is_adult(facts) else "no"
    category = google_category(facts)
    if category:
        yield "google_product_category", category
    if row.product_type:
        yield "product_type", clean(row.product_type, 750)
    if not row.is_only:
        yield "item_group_id", product.saleor_id[:50]
        if variant_name:
            yield "size", variant_name
    material = clean(formatting.choice_names(product, "material"), 200)
    if material:
        yield "material", material
    delivery = row.terms.lowest_delivery if product.is_shipped else None
    if delivery:
        yield "shipping", (("country", row.terms.market.country), ("price", amount(delivery)))
    # Ads by what people looked at before would tell others what they looked at.
    yield "excluded_destination", "Display_ads"


def _availability(row: FeedRow) -> Iterator[Element]:
    until = row.variant.preorder_until
    if not row.offer.is_in_stock_in(row.terms.market.country) or (
        row.variant.is_preorder and (until is None or until <= timezone.now())
    ):
        yield "availability", "out_of_stock"  # Google demands a day to come of every preorder
    elif row.variant.is_preorder and until is not None:
        yield "availability", "preorder"
        yield "availability_date", until.isoformat(timespec="minutes")
    else:
        yield "availability", "in_stock"


def _unit_price(unit: UnitPrice) -> Iterator[Element]:
    measure = _UNITS[unit.measure]
    yield "unit_pricing_measure", f"{format(unit.quantity.normalize(), 'f')} {measure}"
    yield "unit_pricing_base_measure", f"1 {measure}"


def _identifiers(row: FeedRow, facts: ProductFacts) -> Iterator[Element]:
    gtin = gtin_of(row.product, row.variant)
    brand, number = clean(facts.manufacturer_name or "", 70), clean(facts.model_number or "", 70)
    if gtin:
        yield "gtin", gtin
    if number:
        yield "mpn", number
    if brand:
        yield "brand", brand
    yield "identifier_exists", "yes" if gtin or (brand and number) else "no"


def _certification(row: FeedRow, facts: ProductFacts) -> Iterator[Element]:
    """The energy label, which Google shows where the law asks for it, by its number in the EU's register."""
    country, number = row.terms.market.country, facts.eprel_number or ""
    if number.isascii() and number.isdigit() and (is_in_european_union(country) or country in _ALSO_ENERGY_LABELS):
        yield (
            "certification",
            (("certification_authority", "EC"), ("certification_name", "EPREL"), ("certification_code", number)),
        )


def is_adult(facts: ProductFacts) -> bool:
    """Whether Google has to be told that a product is for adults: unless it is stated that it is no sexual device.

    Toys, lubricants, barriers and what is worn with them are, whatever is stated.
    """
    return facts.is_sexual_device is not False or role_of(facts) not in (Role.OTHER, Role.CARE)


def google_category(facts: ProductFacts) -> str:
    """Return the product's place in Google's taxonomy, by its English names; empty where Google is to choose."""
    role = role_of(facts)
    if role is Role.BARRIER and "condom" in (facts.kind or ""):
        return _CONDOMS
    return _CATEGORIES.get(role, "")


def amount(money: Money) -> str:
    """A price as `12.50 GBP`, with as many decimals as the currency has."""
    smallest = Decimal(1).scaleb(-get_currency_precision(money.currency))
    return f"{format(money.amount.quantize(smallest), 'f')} {money.currency}"


def clean(text: str, limit: int) -> str:
    """Return a text on one line, without what XML may not hold, at most `limit` characters, cut at a word."""
    words = " ".join(_NOT_IN_XML.sub(" ", text).split())
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip() + "…"
