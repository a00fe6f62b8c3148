"""Orders as shown to whoever holds the id."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from storefront.sandbox.answers.addresses import AddressAnswer, shown_address
from storefront.sandbox.answers.base import MoneyAnswer, TaxedMoneyAnswer
from storefront.sandbox.answers.catalog import VariantAnswer
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Fulfillment, Order, OrderLine
from storefront.sandbox.pricing import ZERO


@dataclass(frozen=True, slots=True)
class OrderLineAnswer:
    """`OrderLine`."""

    row: OrderLine
    order: Order

    @property
    def id(self) -> str:
        return global_id("OrderLine", self.row.token)

    @property
    def product_name(self) -> str:
        return self.row.product_name

    @property
    def variant_name(self) -> str:
        return self.row.variant_name

    @property
    def quantity(self) -> int:
        return self.row.quantity

    @property
    def quantity_fulfilled(self) -> int:
        return self.row.quantity_fulfilled

    @property
    def unit_price(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.unit_price, self.order)

    @property
    def total_price(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.total_price, self.order)

    @property
    def undiscounted_total_price(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.undiscounted_total_price, self.order)

    @property
    def discounts(self) -> list[dict[str, object]]:
        """Promotions are not itemized here."""
        return []

    @property
    def variant(self) -> VariantAnswer | None:
        return VariantAnswer(self.row.variant, self.order.channel, {}) if self.row.variant else None


@dataclass(frozen=True, slots=True)
class FulfillmentAnswer:
    """`Fulfillment`."""

    row: Fulfillment

    @property
    def id(self) -> str:
        return global_id("Fulfillment", self.row.pk)

    @property
    def status(self) -> str:
        return self.row.status

    @property
    def tracking_number(self) -> str:
        return self.row.tracking_number

    @property
    def created(self) -> datetime:
        return self.row.created_at


class OrderAnswer:
    """`Order`."""

    def __init__(self, row: Order) -> None:
        self.row = row
        self.number = str(row.number)
        self.status = row.status
        self.status_display = row.status.replace("_", " ").capitalize()
        self.created = row.created_at
        self.user_email = row.email
        self.voucher_code = row.voucher_code or None
        self.gift_cards = [{"last4_code_chars": card.last_characters} for card in row.gift_cards.order_by("pk")]
        self.shipping_method_name = row.shipping_method_name or None
        self.collection_point_name = row.collection_point_name or None
        transactions = list(row.transactions.all())
        self._charged = sum((one.charged for one in transactions), ZERO)
        self._refunded = sum((one.refunded for one in transactions), ZERO)
        self._covered = self._charged + sum((one.authorized for one in transactions), ZERO)

    @property
    def id(self) -> str:
        return global_id("Order", self.row.token)

    @property
    def charge_status(self) -> str:
        """Money still pending does not count, unlike in a checkout."""
        if self._charged == self.row.total:
            return "FULL"
        if self._charged <= 0:
            return "NONE"
        return "PARTIAL" if self._charged < self.row.total else "OVERCHARGED"

    @property
    def authorize_status(self) -> str:
        if self._covered >= self.row.total:
            return "FULL"
        return "PARTIAL" if self._covered else "NONE"

    @property
    def total(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.total, self.row)

    @property
    def subtotal(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.subtotal, self.row)

    @property
    def shipping_price(self) -> TaxedMoneyAnswer:
        return _taxed(self.row.shipping_price, self.row)

    @property
    def undiscounted_shipping_price(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.shipping_price, self.row.currency)

    @property
    def total_charged(self) -> MoneyAnswer:
        return MoneyAnswer(self._charged, self.row.currency)

    @property
    def total_refunded(self) -> MoneyAnswer:
        return MoneyAnswer(self._refunded, self.row.currency)

    @property
    def discounts(self) -> list[dict[str, object]]:
        if not self.row.discount:
            return []
        total = MoneyAnswer(self.row.discount, self.row.currency)
        return [{"type": "VOUCHER", "name": self.row.discount_name or None, "total": total}]

    @property
    def lines(self) -> list[OrderLineAnswer]:
        rows = self.row.lines.select_related("variant__product")
        return [OrderLineAnswer(row, self.row) for row in rows]

    @property
    def shipping_address(self) -> AddressAnswer | None:
        return shown_address(self.row.shipping_address)

    @property
    def billing_address(self) -> AddressAnswer | None:
        return shown_address(self.row.billing_address)

    @property
    def fulfillments(self) -> list[FulfillmentAnswer]:
        return [FulfillmentAnswer(row) for row in self.row.fulfillments.all()]


def _taxed(amount: Decimal, order: Order) -> TaxedMoneyAnswer:
    return TaxedMoneyAnswer(amount, order.currency, order.tax_percent)
