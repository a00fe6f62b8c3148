"""The details of an offer that every place with a buy button shows: price, unit price, tax and delivery.

`components/offer.html` shows an `OfferInfo` in full, `components/offer_short.html` in cards, rows and lines.
"""

from dataclasses import dataclass

from storefront.catalog.models import Listing, Offer, Product, TaxDisplay, Variant
from storefront.catalog.pages.selling_terms import SellingTerms, tax_words
from storefront.catalog.pages.unit_prices import UnitPrice, unit_price
from storefront.safety.facts import ProductFacts, read_facts
from storefront.safety.mentions import Mentions
from storefront.saleor.types import Money

_GTIN_ATTRIBUTES = ("gtin", "ean", "barcode", "upc")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferInfo:
    """An offer in one market. `price` is None if it is not for sale, and the lowest of several if `is_from`.

    `was` is the lowest price of the 30 days before a reduction; None if no reduction may be announced.
    """

    price: Money | None
    terms: SellingTerms
    tax: TaxDisplay
    is_from: bool = False
    was: Money | None = None
    unit_price: UnitPrice | None = None
    is_shipped: bool = True

    @property
    def tax_words(self) -> str:
        """Whether the price includes tax."""
        return tax_words(self.tax, self.terms.market)

    @property
    def delivery_cost(self) -> str:
        """What delivery adds to the price; empty for what is not sent."""
        return self.terms.delivery_cost if self.is_shipped else ""


def offer_of_listing(product: Product, listing: Listing | None, terms: SellingTerms) -> OfferInfo:
    """Return the offer of a product as its market lists it; without a price if it is not listed."""
    if listing is None:
        return OfferInfo(price=None, terms=terms, tax=TaxDisplay.INCLUDED, is_shipped=product.is_shipped)
    return OfferInfo(
        price=listing.money,
        terms=terms,
        tax=TaxDisplay(listing.tax),
        is_from=listing.price != listing.price_max,
        was=listing.money_before,
        unit_price=unit_price(listing.money, product.facts, terms.market),
        is_shipped=product.is_shipped,
    )


def offer_of_variant(product: Product, offer: Offer, listing: Listing, terms: SellingTerms) -> OfferInfo:
    """Return the offer of one variant."""
    return OfferInfo(
        price=offer.money,
        terms=terms,
        tax=TaxDisplay(listing.tax),
        was=offer.money_before,
        unit_price=unit_price(offer.money, facts_of_variant(product, offer.variant), terms.market),
        is_shipped=product.is_shipped,
    )


def facts_of_variant(product: Product, variant: Variant | None) -> ProductFacts:
    """Return the facts of a variant: what it states itself, and for the rest those of its product."""
    if variant is None or not variant.attributes:
        return product.facts
    category = product.category.slug if product.category else ""
    return read_facts(
        {**product.attributes, **variant.attributes},
        category=category,
        mentions=Mentions.from_lists(product.mentions),
    )


def gtin_of(product: Product, variant: Variant | None) -> str:
    """Return the global trade item number (GTIN, EAN or UPC) that a variant or its product states; else empty."""
    stated = {**product.attributes, **(variant.attributes if variant else {})}
    values = (stated.get(slug) for slug in _GTIN_ATTRIBUTES)
    numbers = (value.replace(" ", "").replace("-", "") for value in values if isinstance(value, str))
    return next((number for number in numbers if is_gtin(number)), "")


def is_gtin(number: str) -> bool:
    """Return whether this is a GTIN of 8, 12, 13 or 14 digits with a right check digit."""
    if len(number) not in (8, 12, 13, 14) or not (number.isascii() and number.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return weighted % 10 == 0
