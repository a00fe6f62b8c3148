"""Write the feeds of PRODUCT_FEEDS to files, which a task does once an hour. Requests are answered from the files.

The files are in VAR_DIR/feeds, which web servers and workers share. The file of a market that is no longer named is
deleted.
"""

import os
from collections.abc import Set
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils import translation

from storefront.catalog.feed.items import Element, feed_item
from storefront.catalog.feed.rows import feed_rows
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.core.coordination.locks import try_lock
from storefront.core.markets import Market, all_markets, prefix_of
from storefront.core.web.links import absolute_url

MAX_AGE_SECONDS = 3600
LOCK_SECONDS = 900
PART = ".part"
NAMESPACE = "http://base.google.com/ns/1.0"
_PLAIN = frozenset({"title", "link", "description"})
"""RSS's own elements; all others are in Google's namespace."""


def stored_feed(market: Market) -> Path | None:
    """Return the file with a market's feed; None if it was not written yet."""
    path = _folder() / f"{market.language}.xml"
    return path if path.exists() else None


def write_feeds() -> int:
    """Write the feeds of all markets that PRODUCT_FEEDS names, and delete other files. Returns how many it wrote.

    A feed that another process writes is left to it.
    """
    markets = [market for market in all_markets() if market.language in settings.PRODUCT_FEEDS]
    _delete_others({f"{market.language}.xml" for market in markets})
    return sum(map(_store, markets))


def _store(market: Market) -> bool:
    with try_lock(f"feed:{market.language}", ttl=LOCK_SECONDS) as lock:
        if lock is None:
            return False
        path = _folder() / f"{market.language}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=PART, delete=False) as file:
            try:
                write_feed(file, market)
                file.flush()
                os.fchmod(file.fileno(), 0o644)
                os.replace(file.name, path)
            finally:
                Path(file.name).unlink(missing_ok=True)
    return True


def _delete_others(names: Set[str]) -> None:
    """Delete the files of other markets. What another process writes now is left."""
    for path in _folder().glob("*.xml"):
        if path.name not in names:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "feeds"


def write_feed(file: IO[bytes], market: Market) -> None:
    """Write a market's feed, item by item."""
    xml = XMLGenerator(file, encoding="utf-8")
    xml.startDocument()
    xml.startElement("rss", AttributesImpl({"version": "2.0", "xmlns:g": NAMESPACE}))
    xml.startElement("channel", _NO_ATTRIBUTES)
    with translation.override(market.language):
        terms = selling_terms(market)
        home = absolute_url(f"{prefix_of(market)}/")
        title = terms.merchant.trading_name or market.label
        for name, text in (("title", title), ("link", home), ("description", title)):
            _write(xml, name, text)
        for row in feed_rows(terms):
            item = feed_item(row)
            if item is not None:
                _write(xml, "item", item)
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()


def _write(xml: XMLGenerator, name: str, content: "str | tuple[Element, ...]") -> None:
    xml.startElement(name, _NO_ATTRIBUTES)
    if isinstance(content, str):
        xml.characters(content)
    else:
        for inner, value in content:
            _write(xml, inner if inner in _PLAIN else f"g:{inner}", value)
    xml.endElement(name)
    xml.ignorableWhitespace("\n")


_NO_ATTRIBUTES: "AttributesImpl[str]" = AttributesImpl({})
