"""The shop's products as entries of a menu, and the one that an address names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.selectors import listings_of
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText

_MOST_PRODUCTS = 200
"""Products in a menu. The page of any other product leads to the tools with the product chosen."""
_LONGEST_SLUG = 255


class UnknownChoice(ValueError):
    """What was asked for is not among what can be chosen in the market; the text is what was asked."""


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of a menu."""

    value: str
    name: str | LocalizedText


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Entries of a menu under one heading."""

    label: str | LocalizedText
    options: tuple[Option, ...]


def find_product(slug: str, market: Market) -> Product:
    """Return a product that the market shows and that may be sold. One query at most. Raises UnknownChoice."""
    if not slug or len(slug) > _LONGEST_SLUG or not slug.isprintable():
        raise UnknownChoice(slug)
    shown = Product.objects.with_category().filter(may_be_sold=True, slug=slug)
    product = shown.filter(listings__channel=market.channel, listings__published=True).first()
    if product is None:
        raise UnknownChoice(slug)
    return product


def menu_products(market: Market) -> list[Product]:
    """The first products of the market in the order of its categories. One query."""
    ordered = listings_of(market).order_by("product__category__position", "product__name", "pk")
    return [listing.product for listing in ordered[:_MOST_PRODUCTS]]


def product_groups(
    products: Iterable[Product], *, chosen: Iterable[Product], value: Callable[[Product], str]
) -> tuple[OptionGroup, ...]:
    """Group products by category. A chosen product is in the menu even if the menu is too short for all."""
    by_category: dict[str | LocalizedText, dict[str, Option]] = {}
    listed: set[str] = set()
    for product in products:
        label = product.category.translated("name") if product.category else _("More products")
        entry = Option(value(product), product.translated("name"))
        by_category.setdefault(label, {})[entry.value] = entry
        listed.add(entry.value)
    for product in chosen:
        entry = Option(value(product), product.translated("name"))
        if entry.value not in listed:
            by_category.setdefault(_("More products"), {})[entry.value] = entry
    return tuple(OptionGroup(label, tuple(entries.values())) for label, entries in by_category.items())
