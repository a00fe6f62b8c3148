"""Check a feed by Google's published rules: <https://support.google.com/merchants/answer/7052112>.

Strict: an element that is not in the table is an error, because a misspelt one would be ignored at Google.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.utils import timezone

from storefront.catalog.pages.offers import is_gtin

G = "{http://base.google.com/ns/1.0}"
Check = Callable[[str], bool]


def _text(limit: int) -> Check:
    return lambda text: 0 < len(text) <= limit and text == text.strip() and not re.search(r"[\x00-\x1f]|<\w+>", text)


def _one_of(*values: str) -> Check:
    return lambda text: text in values


def _matches(pattern: str) -> Check:
    return lambda text: re.fullmatch(pattern, text) is not None


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text) <= 2000 and text.isascii()


def _is_future(text: str) -> bool:
    at = datetime.fromisoformat(text)
    return at.tzinfo is not None and at > timezone.now()


_PRICE = _matches(r"(?!0+(\.0+)? )\d+(\.\d{1,3})? [A-Z]{3}")
CHECKS: dict[str, Check] = {
    f"{G}id": _text(50),
    "title": _text(150),
    "description": _text(5000),
    "link": _is_url,
    f"{G}image_link": _is_url,
    f"{G}additional_image_link": _is_url,
    f"{G}availability": _one_of("in_stock", "out_of_stock", "preorder", "backorder"),
    f"{G}availability_date": _is_future,
    f"{G}price": _PRICE,
    f"{G}sale_price": _PRICE,
    f"{G}unit_pricing_measure": _matches(r"\d+(\.\d+)? ?(oz|lb|mg|g|kg|floz|pt|qt|gal|ml|cl|l|cbm|ct)"),
    f"{G}unit_pricing_base_measure": _matches(r"(1|2|4|8|10|100) ?(oz|lb|mg|g|kg|floz|pt|qt|gal|ml|cl|l|cbm|ct)"),
    f"{G}gtin": is_gtin,
    f"{G}mpn": _text(70),
    f"{G}brand": _text(70),
    f"{G}identifier_exists": _one_of("yes", "no"),
    f"{G}condition": _one_of("new", "refurbished", "used"),
    f"{G}adult": _one_of("yes", "no"),
    f"{G}google_product_category": _text(750),
    f"{G}product_type": _text(750),
    f"{G}item_group_id": _text(50),
    f"{G}size": _text(100),
    f"{G}material": _text(200),
    f"{G}excluded_destination": _one_of("Shopping_ads", "Display_ads", "Local_inventory_ads", "Free_listings"),
    f"{G}shipping": lambda text: not text.strip(),
    f"{G}certification": lambda text: not text.strip(),
}
PARTS: dict[str, dict[str, Check]] = {
    f"{G}shipping": {f"{G}country": _matches("[A-Z]{2}"), f"{G}price": _matches(r"\d+(\.\d{1,3})? [A-Z]{3}")},
    f"{G}certification": {
        f"{G}certification_authority": _one_of("EC", "European_Commission"),
        f"{G}certification_name": _one_of("EPREL"),
        f"{G}certification_code": _matches(r"\d+"),
    },
}
"""The elements that consist of others, all of which they must have."""
REQUIRED = ("title", "description", "link", *(f"{G}{name}" for name in ("id", "image_link", "availability", "price")))
REPEATED = (f"{G}additional_image_link", f"{G}excluded_destination", f"{G}shipping")


def read(feed: bytes) -> ElementTree.Element:
    """Parse a feed."""
    return ElementTree.fromstring(feed)  # noqa: S314 - our own


def problems(feed: bytes, *, currency: str, country: str) -> list[str]:
    """Return what is wrong with a feed, in words; raises ParseError if it is no XML."""
    root = read(feed)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["no RSS 2.0"]
    found = [f"channel has no {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    items = channel.findall("item")
    ids = Counter(item.findtext(f"{G}id") for item in items)
    found += [f"id {name} occurs {count} times" for name, count in ids.items() if count > 1]
    for item in items:
        name = item.findtext(f"{G}id")
        found += [f"{name}: {problem}" for problem in _of_item(item, currency=currency, country=country)]
    return found


def _of_item(item: ElementTree.Element, *, currency: str, country: str) -> Iterator[str]:
    counts = Counter(child.tag for child in item)
    texts = {child.tag: child.text or "" for child in item}
    yield from (f"no {name}" for name in REQUIRED if not counts[name])
    yield from (f"{name} twice" for name, count in counts.items() if count > 1 and name not in REPEATED)
    for child in item:
        check = CHECKS.get(child.tag)
        if check is None or not check(child.text or ""):
            yield f"{child.tag} may not be {child.text!r}"
        parts = PARTS.get(child.tag, {})
        if [part.tag for part in child] != list(parts):
            yield f"{child.tag} does not have the right parts"
        yield from (f"{part.tag} may not be {part.text!r}" for part in child if not _is_right(parts, part))
    if counts[f"{G}additional_image_link"] > 10:
        yield "too many images"
    needs_date = texts.get(f"{G}availability") in ("preorder", "backorder")
    if needs_date != bool(counts[f"{G}availability_date"]):
        yield "availability and its date do not fit"
    prices = [texts[name] for name in (f"{G}price", f"{G}sale_price") if name in texts]
    prices += [shipping.findtext(f"{G}price") or "" for shipping in item.findall(f"{G}shipping")]
    if any(not price.endswith(f" {currency}") for price in prices):
        yield f"a price is not in {currency}"
    if f"{G}sale_price" in texts and not _number(texts[f"{G}sale_price"]) < _number(texts[f"{G}price"]):
        yield "the sale price is not lower"
    for shipping in item.findall(f"{G}shipping"):
        if shipping.findtext(f"{G}country") != country:
            yield "shipping is not to the market's country"
    if counts[f"{G}item_group_id"] and not (counts[f"{G}size"] or counts[f"{G}material"]):
        yield "a variant that says nothing of what tells it from others"
    if texts.get(f"{G}adult") is None:
        yield "no word on whether it is for adults"
    has_identifiers = f"{G}gtin" in texts or (f"{G}brand" in texts and f"{G}mpn" in texts)
    if (texts.get(f"{G}identifier_exists") == "yes") != has_identifiers:
        yield "identifier_exists is wrong"
    if (f"{G}unit_pricing_measure" in texts) != (f"{G}unit_pricing_base_measure" in texts):
        yield "a unit price without its other half"


def _is_right(parts: dict[str, Check], part: ElementTree.Element) -> bool:
    return part.tag not in parts or parts[part.tag](part.text or "")


def _number(price: str) -> float:
    return float(price.split()[0])
