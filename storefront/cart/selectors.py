"""A checkout as the pages show it: lines with our pictures and addresses, totals, and what does not go together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from django.utils.text import slugify
from django.utils.translation import gettext as _

from storefront.cart import error_messages
from storefront.cart.services import GIFT_CARD, VOUCHER
from storefront.catalog.formatting import refusal, return_note
from storefront.catalog.line_products import LineProduct, line_products_of
from storefront.catalog.models import Listing, Offer, Product, Variant
from storefront.catalog.view_models import Picture
from storefront.catalog.view_models import picture_of as first_picture
from storefront.core.localized_text import LocalizedText
from storefront.safety.rules import Rating
from storefront.safety.verdicts import Verdict, goes_together
from storefront.saleor.order_summary import OrderSummary, gift_card_label
from storefront.saleor.types import Checkout, CheckoutLine, Money

_NOTHING_BESIDE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """One line: `unit` and `total` gross, `max` how many can be had (None: unknown), `problem` in words.

    `returns`: whether it can go back, in a sentence; empty when that is not stated.
    """

    variant_id: str
    name: LocalizedText
    variant_name: LocalizedText
    url: str | None
    picture: Picture | None
    quantity: int
    max: int | None
    unit: Money
    total: Money
    anchor: str
    problem: str | None
    returns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoCode:
    """A voucher or gift card in use; `value` is what removes it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two things in one cart that must not be used together, or only after a look."""

    verdict: Verdict
    first: str
    second: str

    @property
    def text(self) -> str:
        """Both names and the reason."""
        pair = _("%(first)s and %(second)s.") % {"first": self.first, "second": self.second}
        return f"{pair} {_(self.verdict.reason)}" if self.verdict.reason else pair


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    """A cart, ready to be shown. `ready`: something is in it, and nothing keeps it from being ordered."""

    lines: tuple[CartLine, ...]
    summary: OrderSummary
    promo_codes: tuple[PromoCode, ...]
    clashes: tuple[Clash, ...]
    problems: tuple[str, ...]
    ready: bool

    @property
    def quantity(self) -> int:
        """How many things in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def lines_total(self) -> Money:
        """The sum of the lines as they are shown: discounts are off, delivery and gift cards are not counted."""
        total = sum((line.total.amount for line in self.lines), Decimal(0))
        return Money(amount=total, currency=self.summary.total.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyableVariant:
    """What somebody wants to add: names for the answer, `left` as our rows know it, and why it cannot be had."""

    name: LocalizedText
    url: str | None
    slug: str
    left: int | None
    refused: str | None


def cart_view(
    checkout: Checkout, *, problems: tuple[str, ...] = (), beside: Mapping[str, str] = _NOTHING_BESIDE
) -> CartView:
    """The whole cart, in one query however long it is.

    `problems` are sentences about the whole of it, `beside` sentences by variant id for their lines.
    """
    goods = line_products_of(checkout.lines)
    products = goods.products
    return CartView(
        lines=tuple(
            _line(line, products.get(line.variant.product.slug), goods.named(line), said=beside.get(line.variant.id))
            for line in checkout.lines
        ),
        summary=OrderSummary.from_checkout(checkout),
        promo_codes=_promo_codes(checkout),
        clashes=clashes(tuple(products.values())),
        problems=problems,
        ready=bool(checkout.lines) and not blocked(checkout, products),
    )


def blocked(checkout: Checkout, products: Mapping[str, Product]) -> bool:
    """Whether a line keeps the whole from being ordered."""
    return any(_problem(line, products.get(line.variant.product.slug)) for line in checkout.lines)


def buyable_variant(variant_id: str, *, channel: str) -> BuyableVariant | None:
    """What this market's rows say of a variant that somebody wants; None when we do not know it at all."""
    variant = Variant.objects.select_related("product", "product__category").filter(saleor_id=variant_id).first()
    if variant is None:
        return None
    product = variant.product
    listing = Listing.objects.filter(product=product, channel=channel).first()
    offer = Offer.objects.filter(variant=variant, channel=channel).first()
    return BuyableVariant(
        name=product.translated("name"),
        url=product.get_absolute_url(),
        slug=product.slug,
        left=offer.left if offer else None,
        refused=_why_not(product, listing, offer),
    )


def _why_not(product: Product, listing: Listing | None, offer: Offer | None) -> str | None:
    if not product.may_be_sold:
        return refusal(product.facts) or _("We do not sell this.")
    on_sale = listing is not None and listing.published and offer is not None and offer.price is not None
    if not on_sale:
        return _("This is not sold here at the moment.")
    return None if listing and listing.purchasable else _("This cannot be bought at the moment.")


def clashes(products: Sequence[Product], *, only: str | None = None) -> tuple[Clash, ...]:
    """Pairs that do not go together, the worst first. `only`: just the pairs with the product of this slug."""
    facts = {product.slug: product.facts for product in products}
    found = [
        Clash(
            verdict=goes_together(facts[first.slug], facts[second.slug]),
            first=first.translated("name"),
            second=second.translated("name"),
        )
        for first, second in combinations(products, 2)
        if only is None or only in (first.slug, second.slug)
    ]
    warned = [clash for clash in found if clash.verdict.rating in (Rating.NO, Rating.CHECK)]
    return tuple(sorted(warned, key=lambda clash: clash.verdict.rating is not Rating.NO))


def incompatibilities(checkout: Checkout, *, slug: str) -> tuple[Clash, ...]:
    """What does not go with the thing just added."""
    products = products_by_slug(line.variant.product.slug for line in checkout.lines)
    return clashes(tuple(products.values()), only=slug)


def picture_of(product: Product | None) -> Picture | None:
    """Its first picture, when we have one."""
    return first_picture(product) if product else None


def returns_of(product: Product | None) -> str:
    """Whether it can go back, said before it is bought; empty when that is not stated."""
    return return_note(product.facts) if product else ""


def products_by_slug(slugs: Iterable[str]) -> dict[str, Product]:
    """Our rows for these slugs, with their pictures."""
    rows = Product.objects.filter(slug__in=set(slugs)).select_related("category")
    return {product.slug: product for product in rows}


def _line(line: CheckoutLine, product: Product | None, named: LineProduct, *, said: str | None) -> CartLine:
    return CartLine(
        variant_id=line.variant.id,
        name=named.product,
        variant_name=named.variant,
        url=product.get_absolute_url() if product else None,
        picture=picture_of(product),
        quantity=line.quantity,
        max=line.variant.quantity_available,
        unit=line.unit_price.gross,
        total=line.total_price.gross,
        anchor=f"line-{slugify(line.id)}",
        problem=said or _problem(line, product),
        returns=returns_of(product),
    )


def _problem(line: CheckoutLine, product: Product | None) -> str | None:
    if product is not None and not product.may_be_sold:
        return refusal(product.facts) or str(error_messages.NOT_AVAILABLE)
    problems = line.problems or ()
    if any(problem.is_unavailable for problem in problems):
        return str(error_messages.NOT_AVAILABLE)
    short = next((problem for problem in problems if problem.is_short), None)
    if short is None:
        return None
    return error_messages.too_few(short.available_quantity or 0)


def _promo_codes(checkout: Checkout) -> tuple[PromoCode, ...]:
    code = checkout.voucher_code
    codes = [PromoCode(label=code, value=f"{VOUCHER}:{code}")] if code else []
    cards = [
        PromoCode(label=gift_card_label(card.last4_code_chars), value=f"{GIFT_CARD}:{card.id}")
        for card in checkout.gift_cards
    ]
    return (*codes, *cards)
