"""The rows of a summary add up to the total, and each row is what Saleor took off or added."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from itertools import product

import msgspec
import pytest
from babel.numbers import get_currency_precision
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from storefront.core.metrics import UNEXPLAINED_TOTALS
from storefront.saleor import types
from storefront.saleor.prices.order_summary import OrderSummary, RowKind
from storefront.saleor.types import Money, TaxedMoney

CODE = "TENOFF"
CARD = "1234"
TAX_RATE = Decimal("0.19")
ZERO = Decimal(0)
GIFT_PRICE = Decimal(7)
COUNTER = types.CollectionPoint(
    id="w",
    name="Counter",
    address=types.Address(
        id="a",
        first_name="",
        last_name="",
        company_name="",
        street_address1="1 Road",
        street_address2="",
        city="",
        city_area="",
        postal_code="",
        country=types.Country(code="GB", country="United Kingdom"),
        country_area="",
    ),
)


class Voucher(Enum):
    """Which prices a voucher lowers, and how its value reads."""

    NONE = "none"
    ORDER_PERCENT = "percentage off the order"
    ORDER_FIXED = "amount off the order"
    ITEM_PERCENT = "percentage off one item"
    ITEM_FIXED = "amount off one item"
    SHIPPING_PERCENT = "percentage off the delivery"
    SHIPPING_FIXED = "amount off the delivery"
    SHIPPING_FREE = "free delivery"


class GiftCards(Enum):
    """How much of what is due gift cards pay."""

    NONE = "none"
    PART = "part"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """A purchase with its prices before discounts, in smallest units of `currency`, as the merchant enters them."""

    lines: tuple[tuple[int, int], ...]  # unit price, quantity
    delivery: int
    voucher: Voucher
    voucher_value: int
    gift_cards: GiftCards
    promotion: int  # off each piece of the first line
    currency: str
    enters_net: bool
    shows_net: bool = False
    has_gift: bool = False
    is_collected: bool = False

    @property
    def unit(self) -> Decimal:
        """The smallest unit of the currency."""
        return Decimal(1).scaleb(-get_currency_precision(self.currency))

    def money(self, amount: Decimal) -> Money:
        """An amount in the purchase's currency."""
        return Money(amount=amount, currency=self.currency)

    def taxed(self, entered: Decimal) -> TaxedMoney:
        """Add tax to a price as Saleor's flat rates do, or take it out."""
        factor = 1 + TAX_RATE
        gross = (entered * factor).quantize(self.unit) if self.enters_net else entered
        net = entered if self.enters_net else (entered / factor).quantize(self.unit)
        return TaxedMoney(net=self.money(net), gross=self.money(gross), tax=self.money(gross - net))

    @property
    def full_lines(self) -> list[Decimal]:
        """The lines as entered, before discounts."""
        return [self.unit * price * quantity for price, quantity in self.lines]

    @property
    def promoted_lines(self) -> list[Decimal]:
        """The lines after a promotion on the product of the first one."""
        return [self.unit * price * quantity for price, (_, quantity) in zip(self.unit_prices, self.lines, strict=True)]

    @property
    def unit_prices(self) -> list[int]:
        """What one of each line costs after the promotion."""
        first, *others = (price for price, _ in self.lines)
        return [max(first - self.promotion, 0), *others]

    @property
    def promotion_amount(self) -> Decimal:
        """What the promotion takes off, as entered."""
        return sum(self.full_lines, ZERO) - sum(self.promoted_lines, ZERO)

    @property
    def voucher_taken(self) -> Decimal:
        """What the voucher really takes off: a cent less than named where the last line is too small for the rest."""
        if self.is_shipping_voucher:
            return self.voucher_amount
        paid = sum((self.entered(price) for price in self.paid_lines), ZERO)
        return sum(self.promoted_lines, ZERO) - paid

    def entered(self, price: TaxedMoney) -> Decimal:
        """A price as it is entered."""
        return price.net.amount if self.enters_net else price.gross.amount

    @property
    def voucher_amount(self) -> Decimal:
        """What the voucher takes off as Saleor names it, as entered."""
        lines, delivery, value = self.promoted_lines, self.unit * self.delivery, self.unit * self.voucher_value
        share = Decimal(self.voucher_value % 101) / 100
        return {
            Voucher.NONE: ZERO,
            Voucher.ORDER_PERCENT: (sum(lines) * share).quantize(self.unit),
            Voucher.ORDER_FIXED: min(value, sum(lines, ZERO)),
            Voucher.ITEM_PERCENT: (lines[-1] * share).quantize(self.unit),
            Voucher.ITEM_FIXED: min(value, lines[-1]),
            Voucher.SHIPPING_PERCENT: (delivery * share).quantize(self.unit),
            Voucher.SHIPPING_FIXED: min(value, delivery),
            Voucher.SHIPPING_FREE: delivery,
        }[self.voucher]

    @property
    def is_shipping_voucher(self) -> bool:
        """Whether the voucher lowers the delivery."""
        return self.voucher in (Voucher.SHIPPING_PERCENT, Voucher.SHIPPING_FIXED, Voucher.SHIPPING_FREE)

    @property
    def paid_lines(self) -> list[TaxedMoney]:
        """The lines after promotion and voucher; what is off the whole order is spread over them as in Saleor."""
        lines, off = self.promoted_lines, ZERO if self.is_shipping_voucher else self.voucher_amount
        if self.voucher in (Voucher.ITEM_PERCENT, Voucher.ITEM_FIXED):
            return [self.taxed(amount) for amount in (*lines[:-1], lines[-1] - off)]
        whole, left, paid = sum(lines, ZERO), off, []
        for amount in lines[:-1]:
            share = min((off * amount / whole).quantize(self.unit), amount, left) if whole else ZERO
            left -= share
            paid.append(amount - share)
        return [self.taxed(amount) for amount in (*paid, max(lines[-1] - left, ZERO))]

    @property
    def paid_delivery(self) -> TaxedMoney:
        """The delivery after the voucher."""
        return self.taxed(self.unit * self.delivery - (self.voucher_amount if self.is_shipping_voucher else ZERO))

    @property
    def due(self) -> Decimal:
        """What is due before gift cards, with tax."""
        return sum((one.gross.amount for one in (*self.paid_lines, self.paid_delivery)), ZERO)

    @property
    def card_amount(self) -> Decimal:
        """What gift cards pay."""
        part = (self.due / 3).quantize(self.unit)
        return {GiftCards.NONE: ZERO, GiftCards.PART: part, GiftCards.ALL: self.due}[self.gift_cards]

    @property
    def total(self) -> TaxedMoney:
        """What is left to pay, as Saleor states it."""
        gross = self.due - self.card_amount
        return TaxedMoney(net=self.money(gross), gross=self.money(gross), tax=self.money(ZERO))

    @property
    def tax(self) -> Decimal:
        """The tax in all prices, whatever pays for them."""
        return sum((one.tax.amount for one in (*self.paid_lines, self.paid_delivery)), ZERO)

    @property
    def handed_over_for(self) -> RowKind:
        """The row of the delivery, or of the collection."""
        return RowKind.COLLECTION if self.is_collected else RowKind.DELIVERY

    def pricing(self, place: int) -> types.VariantPricing:
        """What the variant of a line costs now."""
        both = [self.taxed(self.unit * price) for price in (self.unit_prices[place], self.lines[place][0])]
        now, before = (types.NetAndGross(net=price.net, gross=price.gross) for price in both)
        return types.VariantPricing(price=now, price_undiscounted=before)

    def as_checkout(self) -> types.Checkout:
        """The purchase before it is paid."""
        delivery = types.ChosenMethod(id="m", name="Post", price=self.money(self.unit * self.delivery))
        product_ref = types.LineProduct(id="p", slug="p", name="P")
        card = types.GiftCard(id="g", last4_code_chars=CARD, current_balance=self.money(self.card_amount))
        return types.Checkout(
            id="c",
            updated_at=datetime(2026, 11, 30, tzinfo=UTC),
            quantity=sum(quantity for _, quantity in self.lines),
            is_shipping_required=True,
            display_gross_prices=not self.shows_net,
            channel=types.ChannelSlug(slug="uk"),
            lines=tuple(
                types.CheckoutLine(
                    id=str(place),
                    quantity=quantity,
                    requires_shipping=True,
                    unit_price=types.GrossMoney(gross=paid.gross),
                    undiscounted_unit_price=self.money(self.unit * price),
                    total_price=paid,
                    variant=types.LineVariant(id="v", name="V", product=product_ref, pricing=self.pricing(place)),
                )
                for place, ((price, quantity), paid) in enumerate(zip(self.lines, self.paid_lines, strict=True))
            )
            + ((self._gift_in_checkout(product_ref),) if self.has_gift else ()),
            subtotal_price=types.GrossMoney(gross=self.money(sum((one.gross.amount for one in self.paid_lines), ZERO))),
            shipping_price=self.paid_delivery,
            total_price=self.total,
            total_balance=self.total.gross,
            charge_status="NONE",
            authorize_status="NONE",
            voucher_code=None if self.voucher is Voucher.NONE else CODE,
            discount=self.money(self.voucher_amount),
            gift_cards=() if self.gift_cards is GiftCards.NONE else (card,),
            shipping_address=COUNTER.address,
            delivery=None if self.is_collected else types.ChosenDelivery(id="d", shipping_method=delivery),
            collection_point=COUNTER if self.is_collected else None,
        )

    def as_order(self) -> types.Order:
        """The purchase once it is ordered."""
        promotion = types.OrderDiscount(type="PROMOTION", name="Autumn", total=self.money(self.promotion_amount))
        voucher = types.OrderDiscount(type="VOUCHER", name="Ten off", total=self.money(self.voucher_amount))
        return types.OrderWithGiftCards(
            gift_cards_paid=self.money(self.card_amount),
            id="o",
            number="7",
            status="UNFULFILLED",
            status_display="",
            display_gross_prices=not self.shows_net,
            created=datetime(2026, 11, 30, tzinfo=UTC),
            charge_status="FULL",
            authorize_status="FULL",
            total=self.total,
            subtotal=types.GrossMoney(gross=self.money(sum((one.gross.amount for one in self.paid_lines), ZERO))),
            shipping_price=self.paid_delivery,
            undiscounted_shipping_price=self.money(self.unit * self.delivery),
            total_charged=self.total.gross,
            total_refunded=self.money(ZERO),
            total_authorized=self.money(ZERO),
            total_canceled=self.money(ZERO),
            lines=tuple(
                types.OrderLine(
                    id=str(place),
                    product_name="P",
                    variant_name="V",
                    quantity=quantity,
                    quantity_fulfilled=0,
                    unit_price=types.GrossMoney(gross=paid.gross),
                    total_price=paid,
                    undiscounted_total_price=self.taxed(full),
                    discounts=(promotion,) if place == 0 else (),
                )
                for place, (full, (_, quantity), paid) in enumerate(
                    zip(self.full_lines, self.lines, self.paid_lines, strict=True)
                )
            )
            + ((self._gift_in_order(),) if self.has_gift else ()),
            collection_point_name=COUNTER.name if self.is_collected else None,
            voucher_code=None if self.voucher is Voucher.NONE else CODE,
            gift_cards=() if self.gift_cards is GiftCards.NONE else (types.OrderGiftCard(last4_code_chars=CARD),),
            discounts=() if self.voucher is Voucher.NONE else (voucher,),
        )

    def _gift_in_checkout(self, product_ref: types.LineProduct) -> types.CheckoutLine:
        return types.CheckoutLine(
            id="gift",
            quantity=1,
            requires_shipping=True,
            unit_price=types.GrossMoney(gross=self.money(ZERO)),
            undiscounted_unit_price=self.money(GIFT_PRICE),
            total_price=self.taxed(ZERO),
            variant=types.LineVariant(id="g", name="G", product=product_ref),
            is_gift=True,
        )

    def _gift_in_order(self) -> types.OrderLine:
        return types.OrderLine(
            id="gift",
            product_name="G",
            variant_name="",
            quantity=1,
            quantity_fulfilled=0,
            unit_price=types.GrossMoney(gross=self.money(ZERO)),
            total_price=self.taxed(ZERO),
            undiscounted_total_price=self.taxed(GIFT_PRICE),
            discounts=(types.OrderDiscount(type="ORDER_PROMOTION", name="Inner rule", total=self.money(GIFT_PRICE)),),
            is_gift=True,
        )


def amounts(summary: OrderSummary) -> list[tuple[RowKind, str, Decimal]]:
    """The rows in short."""
    return [(row.kind, row.name, row.amount.amount) for row in summary.rows]


def amount_of(summary: OrderSummary, kind: RowKind) -> Decimal:
    """The sum of the rows of one kind."""
    return sum((row.amount.amount for row in summary.rows if row.kind is kind), ZERO)


PURCHASES = st.builds(
    Purchase,
    lines=st.lists(st.tuples(st.integers(1, 100_000), st.integers(1, 9)), min_size=1, max_size=4).map(tuple),
    delivery=st.integers(0, 5_000),
    voucher=st.sampled_from(Voucher),
    voucher_value=st.integers(1, 50_000),
    gift_cards=st.sampled_from(GiftCards),
    promotion=st.sampled_from([0, 1, 250]),
    currency=st.sampled_from(["GBP", "JPY", "KWD"]),
    enters_net=st.just(False),
    has_gift=st.booleans(),
    is_collected=st.just(False),
)


# Saleor spreads 77.50 over the lines, and the last one is too small for what rounding leaves: 77.49 are taken off.
FIXED_VOUCHER_LOSES_A_CENT = Purchase(
    lines=((86, 1), (763, 5), (779, 5), (1, 1)),
    delivery=0,
    voucher=Voucher.ORDER_FIXED,
    voucher_value=7750,
    gift_cards=GiftCards.NONE,
    promotion=1,
    currency="GBP",
    enters_net=False,
)


@given(purchase=PURCHASES)
@example(purchase=FIXED_VOUCHER_LOSES_A_CENT)
def test_every_row_of_a_purchase_is_exact_where_prices_include_tax(purchase: Purchase) -> None:
    for summary in (OrderSummary.from_checkout(purchase.as_checkout()), OrderSummary.from_order(purchase.as_order())):
        assert sum(row.amount.amount for row in summary.rows) == summary.total.amount == purchase.total.gross.amount
        lines = summary.lines[: len(purchase.lines)]
        assert [line.total.amount for line in lines] == purchase.promoted_lines
        assert [line.is_reduced for line in lines] == [purchase.promotion_amount > 0] + [False] * (len(lines) - 1)
        assert summary.items.amount == sum(purchase.promoted_lines)
        assert amount_of(summary, purchase.handed_over_for) == purchase.unit * purchase.delivery
        assert amount_of(summary, RowKind.VOUCHER) == -purchase.voucher_taken
        assert amount_of(summary, RowKind.PROMOTION) == 0
        assert amount_of(summary, RowKind.GIFT_CARD) == -purchase.card_amount
        assert not summary.unexplained
        assert (summary.tax_included.amount if summary.tax_included else ZERO) == purchase.tax


@given(purchase=PURCHASES)
def test_an_order_that_is_collected_has_no_delivery(purchase: Purchase) -> None:
    voucher = Voucher.NONE if purchase.is_shipping_voucher else purchase.voucher
    purchase = replace(purchase, is_collected=True, delivery=0, voucher=voucher)
    before = OrderSummary.from_checkout(purchase.as_checkout())

    assert before == OrderSummary.from_order(purchase.as_order())
    assert (before.delivery, before.lacks_delivery) == (None, False)
    assert amount_of(before, RowKind.COLLECTION) == 0


@given(purchase=PURCHASES, enters_net=st.booleans(), shows_net=st.booleans())
def test_rows_add_up_whether_prices_are_entered_and_shown_with_tax_or_without(
    purchase: Purchase, enters_net: bool, shows_net: bool
) -> None:
    purchase = replace(purchase, enters_net=enters_net, shows_net=shows_net)
    for summary in (OrderSummary.from_checkout(purchase.as_checkout()), OrderSummary.from_order(purchase.as_order())):
        assert sum(row.amount.amount for row in summary.rows) == summary.total.amount
        assert sum(line.total.amount for line in summary.lines) == summary.items.amount
        assert amount_of(summary, RowKind.GIFT_CARD) == -purchase.card_amount
        assert not summary.unexplained
        assert amount_of(summary, RowKind.TAX) == (purchase.tax if shows_net else 0)
        assert (summary.tax_included is None) == (shows_net or not purchase.tax)


@given(purchase=PURCHASES)
def test_every_row_is_exact_where_prices_are_entered_and_shown_without_tax(purchase: Purchase) -> None:
    purchase = replace(purchase, enters_net=True, shows_net=True)
    for summary in (OrderSummary.from_checkout(purchase.as_checkout()), OrderSummary.from_order(purchase.as_order())):
        assert [line.total.amount for line in summary.lines[: len(purchase.lines)]] == purchase.promoted_lines
        assert amount_of(summary, purchase.handed_over_for) == purchase.unit * purchase.delivery
        assert amount_of(summary, RowKind.VOUCHER) == -purchase.voucher_taken
        assert amount_of(summary, RowKind.PROMOTION) == 0


def test_a_reduction_that_saleor_does_not_explain_is_a_discount_on_the_whole_order() -> None:
    """The price in an open checkout may be older than the variant's: then no line can say what it was."""
    purchase = replace(FIXED_VOUCHER_LOSES_A_CENT, promotion=20, voucher_value=1000)
    checkout = purchase.as_checkout()
    dearer = replace(purchase, promotion=0).pricing(0)
    first, *others = checkout.lines
    variant = msgspec.structs.replace(first.variant, pricing=dearer)
    changed = msgspec.structs.replace(first, variant=variant)

    summary = OrderSummary.from_checkout(msgspec.structs.replace(checkout, lines=(changed, *others)))

    assert [line.total.amount for line in summary.lines] == purchase.full_lines
    assert amount_of(summary, RowKind.PROMOTION) == Decimal("-0.20")
    assert amount_of(summary, RowKind.VOUCHER) == Decimal("-10.00")


@pytest.mark.parametrize(("voucher", "gift_cards"), list(product(Voucher, GiftCards)))
@pytest.mark.parametrize("currency", ["GBP", "JPY", "KWD"])
def test_a_checkout_and_its_order_have_the_same_rows(voucher: Voucher, gift_cards: GiftCards, currency: str) -> None:
    purchase = Purchase(
        lines=((1000, 2), (750, 3)),
        delivery=350,
        voucher=voucher,
        voucher_value=200,
        gift_cards=gift_cards,
        promotion=0,
        currency=currency,
        enters_net=False,
    )

    before = OrderSummary.from_checkout(purchase.as_checkout())

    assert OrderSummary.from_order(purchase.as_order()) == before
    assert [row.kind for row in before.discounts] == ([] if voucher is Voucher.NONE else [RowKind.VOUCHER])
    assert [row.kind for row in before.payments] == ([] if gift_cards is GiftCards.NONE else [RowKind.GIFT_CARD])


@pytest.mark.parametrize("free_delivery", [False, True])
def test_voucher_delivery_and_gift_card_are_named(free_delivery: bool) -> None:
    purchase = Purchase(
        lines=((2000, 1),),
        delivery=0 if free_delivery else 350,
        voucher=Voucher.ORDER_FIXED,
        voucher_value=200,
        gift_cards=GiftCards.PART,
        promotion=0,
        currency="GBP",
        enters_net=False,
    )
    card = purchase.card_amount
    delivery = Decimal("0.00") if free_delivery else Decimal("3.50")

    summary = OrderSummary.from_order(purchase.as_order())

    assert amounts(summary) == [
        (RowKind.ITEMS, "", Decimal("20.00")),
        (RowKind.VOUCHER, CODE, Decimal("-2.00")),
        (RowKind.DELIVERY, "", delivery),
        (RowKind.GIFT_CARD, CARD, -card),
    ]
    with translation.override("en-gb"):
        assert [row.label for row in summary.rows] == ["Items", CODE, "Delivery", f"Gift card ending in {CARD}"]
    assert summary.total.amount == Decimal("18.00") + delivery - card


def test_prices_entered_without_tax_are_shown_with_it() -> None:
    purchase = Purchase(
        lines=((1000, 2),),
        delivery=500,
        voucher=Voucher.ORDER_PERCENT,
        voucher_value=10,
        gift_cards=GiftCards.NONE,
        promotion=0,
        currency="GBP",
        enters_net=True,
    )
    expected = [
        (RowKind.ITEMS, "", Decimal("23.80")),
        (RowKind.VOUCHER, CODE, Decimal("-2.38")),
        (RowKind.DELIVERY, "", Decimal("5.95")),
    ]

    assert amounts(OrderSummary.from_checkout(purchase.as_checkout())) == expected
    assert amounts(OrderSummary.from_order(purchase.as_order())) == expected
    shown_net = replace(purchase, shows_net=True)
    expected_net = [
        (RowKind.ITEMS, "", Decimal("20.00")),
        (RowKind.VOUCHER, CODE, Decimal("-2.00")),
        (RowKind.DELIVERY, "", Decimal("5.00")),
        (RowKind.TAX, "", Decimal("4.37")),
    ]
    assert amounts(OrderSummary.from_checkout(shown_net.as_checkout())) == expected_net
    assert amounts(OrderSummary.from_order(shown_net.as_order())) == expected_net


def test_an_amount_that_nothing_explains_is_an_error_and_no_row(caplog: pytest.LogCaptureFixture) -> None:
    """As Saleor answers after a product was deleted: the line is gone, the total still holds it."""
    purchase = Purchase(
        lines=((4500, 1), (1250, 1)),
        delivery=3420,
        voucher=Voucher.NONE,
        voucher_value=1,
        gift_cards=GiftCards.NONE,
        promotion=0,
        currency="USD",
        enters_net=False,
    )
    whole = purchase.as_order()
    before = UNEXPLAINED_TOTALS.labels("order")._value.get()
    summary = OrderSummary.from_order(msgspec.structs.replace(whole, lines=whole.lines[:1]))

    assert summary.unexplained == purchase.money(Decimal("12.50"))
    assert [row.kind for row in summary.rows] == [RowKind.ITEMS, RowKind.DELIVERY]
    assert "order 7 leave 12.50 USD unexplained" in caplog.text
    assert UNEXPLAINED_TOTALS.labels("order")._value.get() == before + 1


def test_a_gift_card_does_not_take_what_it_did_not_pay() -> None:
    purchase = Purchase(
        lines=((4500, 1), (1250, 1)),
        delivery=0,
        voucher=Voucher.NONE,
        voucher_value=1,
        gift_cards=GiftCards.PART,
        promotion=0,
        currency="USD",
        enters_net=False,
    )
    order = msgspec.structs.replace(purchase.as_order(), total=purchase.taxed(Decimal("30.00")))

    summary = OrderSummary.from_order(order)

    assert amount_of(summary, RowKind.GIFT_CARD) == -purchase.card_amount == Decimal("-19.17")
    assert summary.unexplained == purchase.money(Decimal("-8.33"))


@pytest.mark.parametrize(
    ("balances", "label", "paid"),
    [
        (("5.00", "3.00"), "Gift card ending in A111, B222", "-8.00"),
        (("5.00", "12.50"), "Gift cards", "-10.00"),
        (("12.50", "0.00"), "Gift card ending in A111", "-10.00"),
    ],
)
def test_gift_cards_are_named_only_where_it_is_known_which_are_used(
    balances: tuple[str, str], label: str, paid: str
) -> None:
    purchase = Purchase(
        lines=((1000, 1),),
        delivery=0,
        voucher=Voucher.NONE,
        voucher_value=1,
        gift_cards=GiftCards.NONE,
        promotion=0,
        currency="GBP",
        enters_net=False,
    )
    cards = tuple(
        types.GiftCard(id=last4, last4_code_chars=last4, current_balance=purchase.money(Decimal(balance)))
        for last4, balance in zip(("A111", "B222"), balances, strict=True)
    )
    left = purchase.taxed(Decimal("10.00") + Decimal(paid))

    summary = OrderSummary.from_checkout(
        msgspec.structs.replace(purchase.as_checkout(), gift_cards=cards, total_price=left, total_balance=left.gross)
    )

    assert [row.label for row in summary.payments] == [label]
    assert amount_of(summary, RowKind.GIFT_CARD) == Decimal(paid)


def test_a_checkout_without_a_delivery_has_no_delivery_row() -> None:
    purchase = Purchase(
        lines=((1000, 1),),
        delivery=0,
        voucher=Voucher.NONE,
        voucher_value=1,
        gift_cards=GiftCards.NONE,
        promotion=0,
        currency="GBP",
        enters_net=False,
    )

    summary = OrderSummary.from_checkout(msgspec.structs.replace(purchase.as_checkout(), delivery=None))

    assert summary.delivery is None
    assert [row.kind for row in summary.rows] == [RowKind.ITEMS]
