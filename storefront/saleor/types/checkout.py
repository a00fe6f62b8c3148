"""Checkout and payment responses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from storefront.saleor.types.address import Address, ChannelSlug
from storefront.saleor.types.base import Answer, Described, GrossMoney, Money, Name, Preorder, TaxedMoney
from storefront.saleor.types.catalog import VariantPricing


class LineProblem(Answer, frozen=True):
    """A problem of a line, by Saleor's type name; unknown names are kept."""

    typename: str = msgspec.field(name="__typename")
    available_quantity: int | None = None

    @property
    def is_short(self) -> bool:
        """Return whether fewer are left than the line asks for; see `available_quantity`."""
        return self.typename == "CheckoutLineProblemInsufficientStock"

    @property
    def is_unavailable(self) -> bool:
        """Return whether the variant can no longer be bought; the line can only be removed."""
        return self.typename == "CheckoutLineProblemVariantNotAvailable"


class LineProduct(Answer, frozen=True):
    """The product of a line."""

    id: str
    slug: str
    name: str


class LineVariant(Answer, frozen=True):
    """The variant of a line. `pricing` is what it costs now, which an open checkout may not have taken over yet."""

    id: str
    name: str
    product: LineProduct
    sku: str | None = None
    quantity_available: int | None = None
    preorder: Preorder | None = None
    pricing: VariantPricing | None = None


class CheckoutLine(Answer, frozen=True):
    """One line of a checkout. `undiscounted_unit_price` is as the merchant entered it, with or without tax.

    `is_gift`: an order promotion added it for nothing. It cannot be changed.
    """

    id: str
    quantity: int
    requires_shipping: bool
    unit_price: GrossMoney
    undiscounted_unit_price: Money
    total_price: TaxedMoney
    variant: LineVariant
    is_gift: bool | None = False
    problems: tuple[LineProblem, ...] | None = None

    @property
    def is_unavailable(self) -> bool:
        """Whether the variant can no longer be bought; the line can only be removed."""
        return any(problem.is_unavailable for problem in self.problems or ())

    @property
    def shortage(self) -> int | None:
        """How many are left, if the line asks for more; None if there are enough.

        Saleor reports a preorder as short of stock although it can be ordered: there `quantity_available` counts.
        """
        if self.variant.preorder is not None:
            left = self.variant.quantity_available
            return left if left is not None and left < self.quantity else None
        short = next((problem for problem in self.problems or () if problem.is_short), None)
        return None if short is None else short.available_quantity or 0


class GiftCard(Answer, frozen=True):
    """A gift card on a checkout; only the last four characters of its code are readable."""

    id: str
    last4_code_chars: str = msgspec.field(name="last4CodeChars")
    current_balance: Money
    is_active: bool = True
    expiry_date: date | None = None

    @property
    def usable_balance(self) -> Decimal:
        """What it can pay: nothing once it has expired or was deactivated, though it stays on the checkout."""
        is_expired = self.expiry_date is not None and self.expiry_date < datetime.now(UTC).date()
        return self.current_balance.amount if self.is_active and not is_expired else Decimal(0)


class DeliveryMethod(Answer, frozen=True):
    """A delivery method. `description` is EditorJS JSON; days are working days."""

    id: str
    name: str
    price: Money
    description: str | None = None
    translations: dict[str, Described] = {}
    minimum_delivery_days: int | None = None
    maximum_delivery_days: int | None = None
    active: bool = True
    message: str | None = None


class Delivery(Answer, frozen=True):
    """A delivery offered to one checkout; `set_delivery` takes its `id`."""

    id: str
    shipping_method: DeliveryMethod | None = None


class ChosenMethod(Answer, frozen=True):
    """The delivery method chosen for a checkout, at its current price."""

    id: str
    name: str
    price: Money
    translations: dict[str, Name] = {}


class ChosenDelivery(Answer, frozen=True):
    """The delivery chosen for a checkout."""

    id: str
    shipping_method: ChosenMethod | None = None


class CollectionPoint(Answer, frozen=True):
    """A place where an order can be collected; `set_delivery` takes its `id`."""

    id: str
    name: str
    address: Address


class ChosenHandover(Answer, frozen=True):
    """Delivery or collection point, by Saleor's type name; the other fields are set for a Warehouse."""

    typename: str = msgspec.field(name="__typename")
    id: str | None = None
    name: str | None = None
    address: Address | None = None


class CheckoutProblem(Answer, frozen=True):
    """A problem of the whole checkout, by Saleor's type name."""

    typename: str = msgspec.field(name="__typename")


class CheckoutResponse(Answer, frozen=True):
    """A checkout as one response returns it. `display_gross_prices`: its channel shows prices with tax."""

    id: str
    updated_at: datetime
    quantity: int
    is_shipping_required: bool
    display_gross_prices: bool
    channel: ChannelSlug
    lines: tuple[CheckoutLine, ...]
    subtotal_price: GrossMoney
    shipping_price: TaxedMoney
    total_price: TaxedMoney
    total_balance: Money
    charge_status: str
    authorize_status: str
    language_code: str = ""
    email: str | None = None
    voucher_code: str | None = None
    discount_name: str | None = None
    discount: Money | None = None
    gift_cards: tuple[GiftCard, ...] = ()
    shipping_address: Address | None = None
    billing_address: Address | None = None
    delivery: ChosenDelivery | None = None
    problems: tuple[CheckoutProblem, ...] | None = None

    @property
    def has_preorders(self) -> bool:
        """Whether some of it is ordered before it is in stock."""
        return any(line.variant.preorder is not None for line in self.lines)


class Checkout(CheckoutResponse, frozen=True):
    """A checkout. Its `id` is a bearer secret and stays in the server-side session.

    For an order that is collected, the shipping address is the collection point's.
    """

    collection_point: CollectionPoint | None = None


class Transaction(Answer, frozen=True):
    """Money taken, or to be taken, for one checkout or order."""

    id: str
    psp_reference: str
    charged_amount: Money
    authorized_amount: Money


class TransactionEvent(Answer, frozen=True):
    """An event of a transaction; `type` is a value of Saleor's TransactionEventTypeEnum, such as CHARGE_SUCCESS."""

    amount: Money
    psp_reference: str
    message: str
    type: str | None = None
    external_url: str | None = None


class Payment(Answer, frozen=True):
    """The response of transactionInitialize and transactionProcess. A decline is in the event, not an error.

    `data` is what the payment app sends to the shopper's browser: any JSON, untrusted.
    """

    transaction: Transaction | None = None
    transaction_event: TransactionEvent | None = None
    data: object = None
