"""What the shop's templates are given: frozen view models, and how a product's rows become a card."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.catalog import formatting
from storefront.catalog.models import Listing, Product
from storefront.catalog.translations import LocalizedText, untranslated
from storefront.catalog.unit_prices import per_litre
from storefront.saleor.types import Money

FEW = 5
"""Up to this many left, a card says how many: a plain fact, no urgency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in two sizes; `alt` may be empty where the name stands beside it."""

    small: str
    large: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product in a list. `availability` is `in-stock`, `few` or `out`; `left` speaks only with `few`.

    `variant_id` is None where there is a choice to make on the product's page; `refused` says why the shop does not
    sell it, `suits` why it suits its stages, as far as the merchant states it.
    """

    pk: int
    slug: str
    name: str
    url: str
    picture: Picture | None
    price: Money | None
    per_litre: Money | None
    from_price: bool
    was: Money | None
    availability: str
    left: int | None
    facts_line: str
    variant_id: str | None
    refused: str | None
    suits: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One line of a facts table. If it is not stated, `value` says so in the shop's words."""

    label: str
    value: str
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a breadcrumb; the page itself has no address."""

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantChoice:
    """A variant on its product's page. `name` is what tells it from the others."""

    id: str
    name: str
    sku: str
    price: Money | None
    per_litre: Money | None
    was: Money | None
    availability: str
    left: int | None
    selected: bool


def product_card(product: Product, shown: Listing | None) -> ProductCard:
    """The card of a product (with its category at hand) as listed in one market; None: not listed there."""
    here = shown if shown is not None and shown.published else None
    facts = product.facts
    state, left = availability(here.in_stock and here.purchasable, here.left) if here else ("out", None)
    return ProductCard(
        pk=product.pk,
        slug=product.slug,
        name=product.told("name"),
        url=product.get_absolute_url(),
        picture=picture_of(product),
        price=here.money if here else None,
        per_litre=per_litre(here.money, facts) if here else None,
        from_price=bool(here and here.price is not None and here.price != here.price_max),
        was=here.money_before if here else None,
        availability=state,
        left=left,
        facts_line=formatting.facts_line(product, facts),
        variant_id=(here.only_variant or None) if here else None,
        refused=formatting.refusal(facts),
        suits=product.told_text("stage-reason"),
    )


def cards(listings: Sequence[Listing]) -> list[ProductCard]:
    """The cards of listings that hold their product and its category."""
    return [product_card(each.product, each) for each in listings]


def picture_of(product: Product) -> Picture | None:
    """The first picture; without words of the merchant's, the name beside it speaks."""
    if not product.picture_small:
        return None
    return Picture(small=product.picture_small, large=product.picture_large, alt=untranslated(product.picture_alt))


def availability(in_stock: bool, left: int | None) -> tuple[str, int | None]:
    """`in-stock`, `few` with how many, or `out`; a stock that Saleor does not tell counts as in stock."""
    if not in_stock:
        return "out", None
    return ("few", left) if left is not None and left <= FEW else ("in-stock", None)
