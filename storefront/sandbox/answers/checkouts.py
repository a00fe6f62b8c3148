"""Checkouts, their lines, deliveries and problems, as shown to whoever holds the id."""

from dataclasses import dataclass
from decimal import Decimal

from storefront.sandbox.answers.addresses import AddressAnswer, shown_address
from storefront.sandbox.answers.base import MoneyAnswer, TaxedMoneyAnswer, TranslationAnswer, translated
from storefront.sandbox.answers.catalog import VariantAnswer
from storefront.sandbox.answers.groups import ChannelAnswer
from storefront.sandbox.answers.payments import TransactionAnswer
from storefront.sandbox.balance import authorize_status, charge_status, paid
from storefront.sandbox.errors import permission_denied
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Checkout, CollectionPoint, Delivery, GiftCard
from storefront.sandbox.pricing import PricedLine, price
from storefront.sandbox.stock import not_for_sale


@dataclass(frozen=True, slots=True)
class GiftCardAnswer:
    """`GiftCard`: only the end of its code is readable."""

    row: GiftCard

    @property
    def id(self) -> str:
        return global_id("GiftCard", self.row.pk)

    @property
    def last4_code_chars(self) -> str:
        return self.row.last_characters

    @property
    def current_balance(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.balance, self.row.currency)


@dataclass(frozen=True, slots=True)
class ShippingMethodAnswer:
    """`ShippingMethod`, as offered to one checkout."""

    row: Delivery

    typename = "ShippingMethod"
    active = True
    message = ""

    @property
    def id(self) -> str:
        return global_id("ShippingMethod", self.row.method_id)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def description(self) -> str | None:
        return self.row.method.description or None

    def translation(self, language_code: str) -> TranslationAnswer | None:
        return translated(self.row.method.translations, language_code)

    @property
    def minimum_delivery_days(self) -> int | None:
        return self.row.method.minimum_days

    @property
    def maximum_delivery_days(self) -> int | None:
        return self.row.method.maximum_days

    @property
    def price(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.price, self.row.method.channel.currency)


@dataclass(frozen=True, slots=True)
class DeliveryAnswer:
    """`Delivery`."""

    row: Delivery

    @property
    def id(self) -> str:
        return global_id("CheckoutDelivery", self.row.token)

    @property
    def shipping_method(self) -> ShippingMethodAnswer:
        return ShippingMethodAnswer(self.row)


@dataclass(frozen=True, slots=True)
class CollectionPointAnswer:
    """`Warehouse`, as far as shoppers see one."""

    row: CollectionPoint

    typename = "Warehouse"

    @property
    def id(self) -> str:
        return global_id("Warehouse", self.row.token)

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def address(self) -> AddressAnswer:
        return AddressAnswer(self.row.address)


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """A member of `CheckoutProblem` or `CheckoutLineProblem`, by its type's name."""

    typename: str
    line: "LineAnswer | None" = None
    delivery: DeliveryAnswer | None = None
    available_quantity: int | None = None


class LineAnswer:
    """`CheckoutLine`."""

    def __init__(self, priced: PricedLine, checkout: Checkout, *, is_for_sale: bool) -> None:
        self.row, self._priced, self._checkout = priced.line, priced, checkout
        self._is_for_sale = is_for_sale
        self.quantity = priced.line.quantity
        self.requires_shipping = priced.line.variant.product.product_type.is_shipping_required

    @property
    def id(self) -> str:
        return global_id("CheckoutLine", self.row.token)

    @property
    def unit_price(self) -> TaxedMoneyAnswer:
        return taxed(self._priced.unit, self._checkout)

    @property
    def undiscounted_unit_price(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.full_price, self._checkout.channel.currency)

    @property
    def total_price(self) -> TaxedMoneyAnswer:
        return taxed(self._priced.total, self._checkout)

    @property
    def variant(self) -> VariantAnswer:
        return VariantAnswer(self.row.variant, self._checkout.channel, {})

    @property
    def problems(self) -> list[ProblemAnswer]:
        if not self._is_for_sale:
            return [ProblemAnswer("CheckoutLineProblemVariantNotAvailable", line=self)]
        left = self.row.variant.stock
        if left < self.quantity:
            return [ProblemAnswer("CheckoutLineProblemInsufficientStock", line=self, available_quantity=left)]
        return []


class CheckoutAnswer:
    """`Checkout`, priced once. Its transactions are shown to the shop's own app only."""

    def __init__(self, row: Checkout, *, to_app: bool = False) -> None:
        self.row, self._to_app = row, to_app
        self.email = row.email or None
        self.updated_at = row.updated_at
        self.channel = ChannelAnswer(row.channel)
        self.voucher_code = row.voucher.code if row.voucher else None
        self.discount_name = (row.voucher.name or None) if row.voucher else None
        self._priced = price(row)
        self._paid = paid(row)
        gone = not_for_sale((line.line.variant for line in self._priced.lines), row.channel)
        self.lines = [
            LineAnswer(line, row, is_for_sale=line.line.variant_id not in gone) for line in self._priced.lines
        ]
        self.quantity = sum(line.quantity for line in self.lines)
        self.is_shipping_required = any(line.requires_shipping for line in self.lines)

    @property
    def id(self) -> str:
        return global_id("Checkout", self.row.token)

    @property
    def discount(self) -> MoneyAnswer:
        return self._money(self._priced.discount)

    @property
    def gift_cards(self) -> list[GiftCardAnswer]:
        return [GiftCardAnswer(row) for row in self.row.gift_cards.order_by("pk")]

    @property
    def shipping_address(self) -> AddressAnswer | None:
        return shown_address(self.row.shipping_address)

    @property
    def billing_address(self) -> AddressAnswer | None:
        return shown_address(self.row.billing_address)

    @property
    def delivery(self) -> DeliveryAnswer | None:
        return DeliveryAnswer(self.row.delivery) if self.row.delivery else None

    @property
    def subtotal_price(self) -> TaxedMoneyAnswer:
        return taxed(self._priced.subtotal, self.row)

    @property
    def shipping_price(self) -> TaxedMoneyAnswer:
        return taxed(self._priced.shipping, self.row)

    @property
    def total_price(self) -> TaxedMoneyAnswer:
        return taxed(self._priced.total, self.row)

    @property
    def delivery_method(self) -> CollectionPointAnswer | ShippingMethodAnswer | None:
        """Being asked for works out anew what is stale, as in Saleor."""
        from storefront.sandbox.deliveries import refresh

        if self.row.collection_point:
            return CollectionPointAnswer(self.row.collection_point)
        if self.row.delivery and self.row.deliveries_stale:
            refresh(self.row, overwrite_chosen=True)
        return ShippingMethodAnswer(self.row.delivery) if self.row.delivery else None

    @property
    def available_collection_points(self) -> list[CollectionPointAnswer]:
        """All of it must be there, and something of it must need to be sent."""
        short = any(line.row.variant.stock < line.quantity for line in self.lines)
        if short or not self.is_shipping_required:
            return []
        points = self.row.channel.collection_points.select_related("address")
        return [CollectionPointAnswer(row) for row in points]

    @property
    def total_balance(self) -> MoneyAnswer:
        return self._money(self._paid.charged - self._priced.total)

    @property
    def transactions(self) -> list[TransactionAnswer]:
        if not self._to_app:
            raise permission_denied("MANAGE_CHECKOUTS", "HANDLE_PAYMENTS")
        return [TransactionAnswer(row) for row in self.row.transactions.all()]

    @property
    def charge_status(self) -> str:
        return charge_status(self._paid, self._priced)

    @property
    def authorize_status(self) -> str:
        return authorize_status(self._paid, self._priced)

    @property
    def problems(self) -> list[ProblemAnswer]:
        found = [problem for line in self.lines for problem in line.problems]
        if self.row.delivery is not None:
            chosen = DeliveryAnswer(self.row.delivery)
            if self.row.deliveries_stale:
                found.append(ProblemAnswer("CheckoutProblemDeliveryMethodStale", delivery=chosen))
            if not self.row.delivery.is_valid:
                found.append(ProblemAnswer("CheckoutProblemDeliveryMethodInvalid", delivery=chosen))
        return found

    def _money(self, amount: Decimal) -> MoneyAnswer:
        return MoneyAnswer(amount, self.row.channel.currency)


def taxed(amount: Decimal, checkout: Checkout) -> TaxedMoneyAnswer:
    """An amount with the tax of the checkout's channel."""
    return TaxedMoneyAnswer(amount, checkout.channel.currency, checkout.channel.tax_percent)
