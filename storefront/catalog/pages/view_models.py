"""The frozen values that the shop's templates show, and how a product's rows become a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storefront.catalog.models import Listing, Product
from storefront.catalog.pages import formatting
from storefront.catalog.pages.offers import OfferInfo, offer_of_listing
from storefront.catalog.pages.sale_refusals import sale_refusal
from storefront.catalog.pages.selling_terms import SellingTerms
from storefront.core.text.localized_text import LocalizedHtml, LocalizedText, untranslated
from storefront.core.web.links import PageLink
from storefront.safety.facts import ProductFacts
from storefront.safety.rules import Rating
from storefront.saleor.types import Money

MAX_CHOICE = 5
"""The largest quantity to choose on a product's page."""

FEW = 5
"""With at most this many left, a card shows the number: a plain fact, no urgency."""


class Availability(StrEnum):
    """Whether a product or variant can be bought now."""

    IN_STOCK = "in-stock"
    FEW = "few"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in two sizes. `alt` may be empty where the product's name is next to it."""

    small: str
    large: str
    alt: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the facts of a product say about a value that a list is filtered by. `reason` is empty for a yes."""

    label: str
    rating: Rating
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product in a list.

    `left` is a number only with `Availability.FEW`. `variant_id` is None where the shopper has to choose on the product
    page. `refused` says why the market does not sell it, and `suits` why it suits its stages, if that is stated.
    `available_from` says from when on it can be bought; empty if it can be, or nobody knows from when. `answers` are
    about what the list is filtered by.
    """

    pk: int
    slug: str
    name: LocalizedText
    url: str
    picture: Picture | None
    offer: OfferInfo
    made_by: LocalizedText
    has_warnings: bool
    availability: Availability
    left: int | None
    facts_line: str
    variant_id: str | None
    refused: str | None
    sale_warnings: tuple[str, ...]
    suits: LocalizedText
    available_from: str
    is_preorder: bool
    facts: ProductFacts
    answers: tuple[Answer, ...] = ()

    @property
    def price(self) -> Money | None:
        """The price, or the lowest of its variants; None if it is not for sale."""
        return self.offer.price


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPart:
    """A part of a value: a link, or words with a colour (`#1f4e5f`) or a small picture."""

    text: LocalizedText
    url: str = ""
    colour: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One line of a facts table. If it is not stated, `value` says so in an interface text.

    A LocalizedText is the merchant's and knows its language; a plain str is in the language of the page. `html` or
    `parts` are shown instead of the value if it is more than words. `slug` is that of a registered attribute, and
    `guide` is where a guide explains it.
    """

    label: str | LocalizedText
    value: str | LocalizedText
    is_stated: bool
    html: LocalizedHtml | None = None
    parts: tuple[FactPart, ...] = ()
    slug: str = ""
    guide: PageLink | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a breadcrumb; the current page has no URL. A plain str as label is in the language of the page."""

    label: str | LocalizedText
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantChoice:
    """A variant on its product's page. `name` tells it from the others; the rest is as on a `ProductCard`.

    `preorder` says that it is ordered before it is in stock, and until when; empty for others. `quantity_limit` is
    how many one customer may order; None for any number.
    """

    id: str
    name: LocalizedText
    sku: str
    gtin: str
    offer: OfferInfo
    availability: Availability
    left: int | None
    selected: bool
    preorder: str = ""
    quantity_limit: int | None = None

    @property
    def quantities(self) -> range:
        """The quantities to choose from, within what one customer may order and what is left."""
        return range(1, min(MAX_CHOICE, self.quantity_limit or MAX_CHOICE, self.left or MAX_CHOICE) + 1)

    @property
    def limit_note(self) -> str:
        """How many one customer may order, in words; empty for any number."""
        return formatting.limit_note(self.quantity_limit) if self.quantity_limit else ""

    @property
    def price(self) -> Money | None:
        """The price; None if it is not for sale."""
        return self.offer.price


def product_card(product: Product, listing: Listing | None, terms: SellingTerms) -> ProductCard:
    """The card of a product (loaded with its category) as listed in one market; None if it is not listed there."""
    here = listing if listing is not None and listing.published else None
    facts = product.facts
    country = terms.market.country
    availability, left = (
        availability_of(here.is_in_stock_in(country) and here.purchasable, here.left_in(country))
        if here
        else (Availability.OUT, None)
    )
    return ProductCard(
        pk=product.pk,
        slug=product.slug,
        name=product.translated("name"),
        url=product.get_absolute_url(),
        picture=picture_of(product),
        offer=offer_of_listing(product, here, terms),
        made_by=product.translated_text("manufacturer-name"),
        has_warnings=bool(facts.warnings),
        availability=availability,
        left=left,
        facts_line=formatting.facts_line(product, facts),
        variant_id=(here.only_variant or None) if here else None,
        refused=sale_refusal(product, terms.market, terms.seller),
        sale_warnings=formatting.sale_warnings(facts),
        suits=product.translated_text("stage-reason"),
        available_from=formatting.available_from(here) if here else "",
        is_preorder=bool(here and here.is_preorder) and availability is not Availability.OUT,
        facts=facts,
    )


def cards(listings: Sequence[Listing], terms: SellingTerms) -> list[ProductCard]:
    """The cards of listings that were loaded with their product and its category."""
    return [product_card(listing.product, listing, terms) for listing in listings]


def picture_of(product: Product) -> Picture | None:
    """The product's first picture."""
    if not product.picture_small:
        return None
    return Picture(small=product.picture_small, large=product.picture_large, alt=untranslated(product.picture_alt))


def availability_of(in_stock: bool, left: int | None) -> tuple[Availability, int | None]:
    """The availability, and how many are left when they are few. A stock that Saleor does not state counts as many."""
    if not in_stock:
        return Availability.OUT, None
    return (Availability.FEW, left) if left is not None and left <= FEW else (Availability.IN_STOCK, None)
