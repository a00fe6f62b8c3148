"""What the cart's pages show: lines with pictures and addresses, sums, notices, and products not to use together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.text import slugify
from django.utils.translation import ngettext

from storefront.cart.admission import RECALLED, recalled_variants
from storefront.cart.errors import NOT_AVAILABLE, too_few_text
from storefront.cart.services import PromoKind
from storefront.catalog.duties.customs_note import customs_note
from storefront.catalog.duties.offer_notices import restricted_deliveries
from storefront.catalog.lines.notes import line_notes
from storefront.catalog.lines.prices import totals_before
from storefront.catalog.lines.products import (
    LineProduct,
    LineProducts,
    lefts_of,
    line_products_of,
    picture_of,
    returns_of,
    unit_price_of,
)
from storefront.catalog.models import Product, Variant
from storefront.catalog.pages.formatting import limit_note, sale_warnings
from storefront.catalog.pages.sale_refusals import sale_refusal
from storefront.catalog.pages.unit_prices import UnitPrice
from storefront.catalog.pages.view_models import Picture
from storefront.catalog.together.alternatives import Alternative, find_alternatives
from storefront.catalog.together.pairs import ProductPair, pairs_to_tell
from storefront.core.markets import Market, active_market
from storefront.core.templatetags.shop import money
from storefront.core.text.localized_text import LocalizedText
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.unmet import seller_of
from storefront.saleor.prices.order_summary import LineAmount, OrderSummary, gift_card_label
from storefront.saleor.types import Checkout, CheckoutLine, Money

_NO_PROBLEMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """One line. `total` is as the summary counts it, `was` the price before a promotion; `unit` is the price of one,
    None where that times the quantity is not exactly the total. `max` is how many can be had, None if that is not
    known. A gift cannot be changed. `notes` are sentences about the line.

    `problem` says what keeps the line from being ordered. `returns` says whether the item can be returned, in a
    sentence; empty if that is not stated.
    """

    variant_id: str
    name: LocalizedText
    variant_name: LocalizedText
    url: str | None
    picture: Picture | None
    quantity: int
    max: int | None
    unit: Money | None
    total: Money
    was: Money | None
    is_gift: bool
    notes: tuple[str, ...]
    anchor: str
    problem: str | None
    returns: str = ""
    unit_price: UnitPrice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoCode:
    """A voucher or gift card on the cart; `value` is what `Cart.remove_promo` takes."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairWarning:
    """Two products of a cart that must not be used together, or only after a check, or of which we cannot tell.

    `alternative` is what may replace one of them; None if there is nothing, or it stands with another warning.
    """

    pair: ProductPair
    alternative: Alternative | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    """A cart as its pages show it. `ready`: it has lines, and nothing keeps them from being ordered.

    `customs` says what customs charges on top; empty where no border is crossed.
    """

    is_shipped: bool
    has_preorders: bool
    lines: tuple[CartLine, ...]
    summary: OrderSummary
    promo_codes: tuple[PromoCode, ...]
    warnings: tuple[PairWarning, ...]
    problems: tuple[str, ...]
    restrictions: tuple[str, ...]
    customs: str
    ready: bool

    @property
    def quantity(self) -> int:
        """The number of items in all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def lines_total(self) -> Money:
        """The sum of the lines as they are shown: before discounts on all of them, without delivery."""
        return self.summary.items

    @property
    def announcement(self) -> str:
        """The contents in one sentence, for screen readers."""
        text = ngettext("%(n)s thing in your cart, %(sum)s.", "%(n)s things in your cart, %(sum)s.", self.quantity)
        return text % {"n": self.quantity, "sum": money(self.lines_total)}


def cart_view(
    checkout: Checkout, *, problems: tuple[str, ...] = (), line_problems: Mapping[str, str] = _NO_PROBLEMS
) -> CartView:
    """Return the whole cart, in four queries however long it is, and four more if some of it does not go together.

    `problems` are sentences about the whole cart, `line_problems` sentences by variant ID.
    """
    rows = line_products_of(checkout.lines)
    products = rows.products
    recalled, market = recalled_variants(rows.variants.values()), active_market()
    seller = seller_of(market)
    summary = OrderSummary.from_checkout(checkout)
    before = totals_before(checkout, summary)
    lefts = lefts_of(checkout, market)
    problems_of_lines = {line.id: _problem(line, products, recalled, market, seller, lefts) for line in checkout.lines}
    return CartView(
        is_shipped=checkout.is_shipping_required,
        has_preorders=checkout.has_preorders,
        lines=tuple(
            _line(
                line,
                products.get(line.variant.product.slug),
                rows.named(line),
                variant=rows.variants.get(line.variant.id),
                left=lefts.get(line.variant.id),
                amount=amount,
                was=before.get(line.id),
                problem=line_problems.get(line.variant.id) or problems_of_lines[line.id],
            )
            for line, amount in zip(checkout.lines, summary.lines, strict=True)
        ),
        summary=summary,
        promo_codes=_promo_codes(checkout),
        warnings=pair_warnings(checkout, products, market, problems=problems_of_lines),
        problems=problems,
        restrictions=restricted_deliveries(products.values(), seller),
        customs=customs_note(checkout, rows, market, seller),
        ready=bool(checkout.lines) and not any(problems_of_lines.values()),
    )


def is_blocked(checkout: Checkout, rows: LineProducts) -> bool:
    """Tell whether a line keeps the cart from being ordered. `rows` are our rows of its lines."""
    recalled, market = recalled_variants(rows.variants.values()), active_market()
    seller = seller_of(market)
    lefts = lefts_of(checkout, market)
    return any(_problem(line, rows.products, recalled, market, seller, lefts) for line in checkout.lines)


def pair_warnings(
    checkout: Checkout,
    products: Mapping[str, Product],
    market: Market,
    *,
    with_slug: str | None = None,
    problems: Mapping[str, str | None] = _NO_PROBLEMS,
) -> tuple[PairWarning, ...]:
    """Return the warnings about a cart, or only those about one product, such as the one that was just added.

    `products` are those of its lines. A gift, and a line with a problem (by line ID), cannot be replaced.
    """
    pairs = pairs_to_tell(tuple(products.values()), with_slug=with_slug)
    fixed = {line.variant.product.slug for line in checkout.lines if line.is_gift or problems.get(line.id)}
    found = find_alternatives(pairs, tuple(products.values()), market, fixed=fixed)
    return tuple(PairWarning(pair=pair, alternative=found.get(pair)) for pair in pairs)


def products_by_slug(slugs: Iterable[str]) -> dict[str, Product]:
    """Return our rows for these slugs, with their categories."""
    rows = Product.objects.filter(slug__in=set(slugs)).select_related("category")
    return {product.slug: product for product in rows}


def products_by_variant(variant_ids: Iterable[str]) -> tuple[Product, ...]:
    """Return the products of these variants, each once, with their categories, in one query."""
    rows = Variant.objects.filter(saleor_id__in=set(variant_ids)).select_related("product__category")
    return tuple({row.product_id: row.product for row in rows.order_by("product__name", "pk")}.values())


def _line(
    line: CheckoutLine,
    product: Product | None,
    named: LineProduct,
    *,
    variant: Variant | None,
    left: int | None,
    amount: LineAmount,
    was: Money | None,
    problem: str | None,
) -> CartLine:
    limit = variant.quantity_limit if variant else None
    return CartLine(
        variant_id=line.variant.id,
        name=named.product,
        variant_name=named.variant,
        url=product.get_absolute_url() if product else None,
        picture=picture_of(product),
        quantity=line.quantity,
        max=_most(line, limit, left),
        unit=amount.unit,
        total=amount.total,
        was=was,
        is_gift=bool(line.is_gift),
        notes=(
            *line_notes(line),
            *((limit_note(limit),) if limit is not None and not line.is_gift else ()),
            *(sale_warnings(product.facts) if product else ()),
        ),
        anchor=f"line-{slugify(line.id)}",
        problem=problem,
        returns=returns_of(product),
        unit_price=None if line.is_gift else unit_price_of(product, variant, amount.piece),
    )


def _most(line: CheckoutLine, limit: int | None, left: int | None) -> int | None:
    """How many of a line's variant can be had: what is left, and what one customer may order."""
    bounds = [bound for bound in (line.variant.quantity_available, left, limit) if bound is not None]
    return min(bounds, default=None)


def _problem(
    line: CheckoutLine,
    products: Mapping[str, Product],
    recalled: Collection[str],
    market: Market,
    seller: Seller,
    lefts: Mapping[str, int],
) -> str | None:
    product = products.get(line.variant.product.slug)
    if line.variant.id in recalled:
        return str(RECALLED)
    refused = sale_refusal(product, market, seller) if product else None
    if refused or (product is not None and not product.may_be_sold):
        return refused or str(NOT_AVAILABLE)
    if line.is_unavailable:
        return str(NOT_AVAILABLE)
    shortages = [left for left in (line.shortage, lefts.get(line.variant.id)) if left is not None]
    left = min(shortages, default=line.quantity)
    return too_few_text(left) if left < line.quantity or line.shortage is not None else None


def _promo_codes(checkout: Checkout) -> tuple[PromoCode, ...]:
    code = checkout.voucher_code
    vouchers = [PromoCode(label=code, value=f"{PromoKind.VOUCHER}:{code}")] if code else []
    cards = [
        PromoCode(label=gift_card_label(card.last4_code_chars), value=f"{PromoKind.GIFT_CARD}:{card.id}")
        for card in checkout.gift_cards
    ]
    return (*vouchers, *cards)
