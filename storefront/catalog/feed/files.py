"""Write a market's feed to a file once an hour. Requests are answered from the file, whatever its size."""

import os
import time
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
from storefront.core.markets import Market, prefix_of
from storefront.core.web.links import absolute_url

MAX_AGE_SECONDS = 3600
LOCK_SECONDS = 300
NAMESPACE = "http://base.google.com/ns/1.0"
_PLAIN = frozenset({"title", "link", "description"})
"""RSS's own elements; all others are in Google's namespace."""


def current_feed(market: Market) -> Path:
    """Return the file with a market's feed, written again if it is older than an hour.

    While another process writes it, the older file is returned.
    """
    path = Path(settings.VAR_DIR) / "feeds" / f"{market.language}.xml"
    if path.exists() and time.time() - path.stat().st_mtime < MAX_AGE_SECONDS:
        return path
    with try_lock(f"feed:{market.language}", ttl=LOCK_SECONDS) as lock:
        if lock is None and path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                write_feed(file, market)
                os.replace(file.name, path)
            finally:
                Path(file.name).unlink(missing_ok=True)
    return path


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
