"""The frozen values that the shop's templates show, and how a product's rows become a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from storefront.catalog.models import Listing, Product
from storefront.catalog.pages import formatting
from storefront.core.markets import active_market
from storefront.core.text.localized_text import LocalizedText, untranslated
from storefront.safety.facts import ProductFacts
from storefront.saleor.types import Money

FEW = 5
"""With at most this many left, a card shows the number: a plain fact, no urgency."""

_UNIT_PRICE_COUNTRIES = frozenset({"DE", "AT", "FR", "IE", "NL", "ES", "GB"})
_ML_PER_LITRE = 1000


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
class ProductCard:
    """A product in a list.

    `from_price` is true when variants differ in price, `was` is the price before a reduction, and `left` is a number
    only with `Availability.FEW`. `variant_id` is None where the shopper has to choose on the product page. `refused`
    says why the shop never sells it; `suits` says why it suits its stages, if the merchant states that.
    """

    pk: int
    slug: str
    name: LocalizedText
    url: str
    picture: Picture | None
    price: Money | None
    per_litre: Money | None
    from_price: bool
    was: Money | None
    availability: Availability
    left: int | None
    facts_line: str
    variant_id: str | None
    refused: str | None
    suits: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One line of a facts table. If it is not stated, `value` says so in an interface text.

    A LocalizedText is the merchant's and knows its language; a plain str is in the language of the page.
    """

    label: str | LocalizedText
    value: str | LocalizedText
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a breadcrumb; the current page has no URL. A plain str as label is in the language of the page."""

    label: str | LocalizedText
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantChoice:
    """A variant on its product's page. `name` tells it from the others; the rest is as on a `ProductCard`.

    `preorder` says that it is ordered before it is in stock, and until when; empty for others.
    """

    id: str
    name: LocalizedText
    sku: str
    price: Money | None
    per_litre: Money | None
    was: Money | None
    availability: Availability
    left: int | None
    selected: bool
    preorder: str = ""


def product_card(product: Product, listing: Listing | None) -> ProductCard:
    """The card of a product (loaded with its category) as listed in one market; None if it is not listed there."""
    here = listing if listing is not None and listing.published else None
    facts = product.facts
    availability, left = (
        availability_of(here.in_stock and here.purchasable, here.left) if here else (Availability.OUT, None)
    )
    return ProductCard(
        pk=product.pk,
        slug=product.slug,
        name=product.translated("name"),
        url=product.get_absolute_url(),
        picture=picture_of(product),
        price=here.money if here else None,
        per_litre=price_per_litre(here.money, facts) if here else None,
        from_price=bool(here and here.price is not None and here.price != here.price_max),
        was=here.money_before if here else None,
        availability=availability,
        left=left,
        facts_line=formatting.facts_line(product, facts),
        variant_id=(here.only_variant or None) if here else None,
        refused=formatting.refusal(facts),
        suits=product.translated_text("stage-reason"),
    )


def cards(listings: Sequence[Listing]) -> list[ProductCard]:
    """The cards of listings that were loaded with their product and its category."""
    return [product_card(listing.product, listing) for listing in listings]


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


def price_per_litre(price: Money | None, facts: ProductFacts) -> Money | None:
    """The price of one litre, where the volume is stated and the market's shops show it (in Germany: PAngV § 4).

    None for products with a material, such as an applicator: they only hold their volume.
    """
    if price is None or not facts.volume_ml or facts.material or active_market().country not in _UNIT_PRICE_COUNTRIES:
        return None
    amount = (price.amount * _ML_PER_LITRE / facts.volume_ml).quantize(Decimal("0.01"))
    return Money(amount=amount, currency=price.currency)
