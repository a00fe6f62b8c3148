"""The shop's brand, as every page and email shows it: name, logo, colours and typeface."""

import hashlib
import logging
from dataclasses import dataclass, replace

from wagtail.images.models import SourceImageIOError

from storefront.core.markets import Market
from storefront.merchant import models
from storefront.merchant.branding.colours import FIELDS, Palette, Scheme, palette_of
from storefront.merchant.identity import merchant_of
from storefront.page_cache.process_values import ProcessValue

logger = logging.getLogger(__name__)

LOGO_FILTER = "max-480x96|format-png"
LOGO_HEIGHT = 32
"""The height of the logo in the header, in CSS pixels; the file has up to three times as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """The shop's logo: the URL of its file, and its size on pages in CSS pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """How the shop looks in one market. `stylesheet` is CSS, and empty where the design's own colours and fonts hold.

    `version` is a hash of the style sheet, for its address.
    """

    name: str = models.UNNAMED
    slogan: str = ""
    logo: Logo | None = None
    shows_bars: bool = False
    has_serif: bool = True
    has_webfonts: bool = True
    palette: Palette
    stylesheet: str = ""
    version: str = ""


def brand_of(market: Market) -> Brand:
    """Return the brand in a market. No query once the process has read it."""
    brand = _brand.get()
    merchant = merchant_of(market)
    return replace(brand, name=merchant.trading_name or brand.name, slogan=merchant.slogan)


def shop_name() -> str:
    """Return the shop's name where there is no market, such as in the admin and in Saleor."""
    return _brand.get().name


def _load() -> Brand:
    row = models.Brand.objects.select_related("logo").order_by("pk").first()
    if row is None:
        return _unbranded()
    chosen = {name: colour for name in FIELDS if (colour := getattr(row, name))}
    palette = palette_of(chosen)
    stylesheet = _stylesheet(palette if chosen else None, models.Brand.Typeface(row.typeface))
    return Brand(
        name=row.name,
        logo=_logo(row),
        shows_bars=row.shows_bars,
        has_serif=row.typeface == models.Brand.Typeface.SERIF,
        has_webfonts=row.typeface != models.Brand.Typeface.SYSTEM,
        palette=palette,
        stylesheet=stylesheet,
        version=hashlib.blake2b(stylesheet.encode(), digest_size=8).hexdigest() if stylesheet else "",
    )


def _unbranded() -> Brand:
    return Brand(palette=palette_of({}))


def _logo(row: models.Brand) -> Logo | None:
    if row.logo is None:
        return None
    try:
        file = row.logo.get_rendition(LOGO_FILTER)
    except SourceImageIOError:
        logger.warning("the logo's file cannot be read: pages show the name")
        return None
    height = min(LOGO_HEIGHT, file.height)
    return Logo(url=file.url, width=round(file.width * height / file.height), height=height)


def _stylesheet(palette: Palette | None, typeface: models.Brand.Typeface) -> str:
    rules: list[tuple[str, str]] = []
    if palette is not None:
        light, dark = _properties(palette.light), _properties(palette.dark)
        rules += [(name, f"light-dark({light[name]}, {dark[name]})") for name in light]
    if typeface is models.Brand.Typeface.SANS:
        rules.append(("font-read", "var(--font-ui)"))
    elif typeface is models.Brand.Typeface.SYSTEM:
        rules += [("font-read", "system-ui, sans-serif"), ("font-ui", "system-ui, sans-serif")]
    if not rules:
        return ""
    lines = "\n".join(f"    --{name}: {value};" for name, value in rules)
    return f"@layer tokens {{\n  :root {{\n{lines}\n  }}\n}}\n"


def _properties(scheme: Scheme) -> dict[str, str]:
    """Return the custom properties of tokens.css that a brand sets."""
    return {
        "paper": scheme.background,
        "raised": scheme.raised,
        "sunken": scheme.sunken,
        "ink": scheme.text,
        "ink-2": scheme.quiet_text,
        "line": scheme.line,
        "pine": scheme.accent,
        "pine-deep": scheme.accent_strong,
        "pine-ink": scheme.button_text,
        "sage": scheme.tint,
        "clay": scheme.highlight,
    }


_brand = ProcessValue(_load, tag=models.TAG, fallback=_unbranded)
