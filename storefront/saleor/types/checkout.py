"""The checkout's and the payment's answers."""

from datetime import datetime

import msgspec

from storefront.saleor.types.address import Address, ChannelSlug
from storefront.saleor.types.base import Answer, Described, GrossMoney, Money, Name, TaxedMoney


class LineProblem(Answer, frozen=True):
    """Something wrong with a line, by Saleor's type name; unknown names are kept, so nothing newer does harm."""

    typename: str = msgspec.field(name="__typename")
    available_quantity: int | None = None

    @property
    def too_few_left(self) -> bool:
        """Fewer are left than the line asks for: `available_quantity` says how many."""
        return self.typename == "CheckoutLineProblemInsufficientStock"

    @property
    def not_available(self) -> bool:
        """The variant can no longer be bought; the line can only be removed."""
        return self.typename == "CheckoutLineProblemVariantNotAvailable"


class LineProduct(Answer, frozen=True):
    """The product behind a line."""

    id: str
    slug: str
    name: str


class LineVariant(Answer, frozen=True):
    """The variant behind a line."""

    id: str
    name: str
    product: LineProduct
    sku: str | None = None
    quantity_available: int | None = None


class CheckoutLine(Answer, frozen=True):
    """One line of a checkout. `undiscounted_unit_price` is as the merchant entered it, with or without tax."""

    id: str
    quantity: int
    requires_shipping: bool
    unit_price: GrossMoney
    undiscounted_unit_price: Money
    total_price: TaxedMoney
    variant: LineVariant
    problems: tuple[LineProblem, ...] | None = None


class GiftCard(Answer, frozen=True):
    """A gift card on a checkout; only the last four characters of its code are readable."""

    id: str
    last4_code_chars: str = msgspec.field(name="last4CodeChars")
    current_balance: Money


class DeliveryMethod(Answer, frozen=True):
    """A way of delivery; `description` is EditorJS JSON; days are working days, as the merchant states them."""

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
    """A delivery offered to one checkout: `id` is what the checkout is given."""

    id: str
    shipping_method: DeliveryMethod | None = None


class ChosenMethod(Answer, frozen=True):
    """The way of delivery that was chosen for a checkout, at the price it has now."""

    id: str
    name: str
    price: Money
    translations: dict[str, Name] = {}


class ChosenDelivery(Answer, frozen=True):
    """The delivery chosen for a checkout."""

    id: str
    shipping_method: ChosenMethod | None = None


class CollectionPoint(Answer, frozen=True):
    """A place of the merchant's where an order can be collected; `id` is what the checkout is given."""

    id: str
    name: str
    address: Address


class ChosenWay(Answer, frozen=True):
    """How a checkout is handed over, by Saleor's type name; the rest is there when that is a Warehouse."""

    typename: str = msgspec.field(name="__typename")
    id: str | None = None
    name: str | None = None
    address: Address | None = None


class CheckoutProblem(Answer, frozen=True):
    """A problem of the whole checkout, by Saleor's type name."""

    typename: str = msgspec.field(name="__typename")


class AnsweredCheckout(Answer, frozen=True):
    """A checkout as one exchange answers it."""

    id: str
    updated_at: datetime
    quantity: int
    is_shipping_required: bool
    channel: ChannelSlug
    lines: tuple[CheckoutLine, ...]
    subtotal_price: GrossMoney
    shipping_price: TaxedMoney
    total_price: TaxedMoney
    total_balance: Money
    charge_status: str
    authorize_status: str
    email: str | None = None
    voucher_code: str | None = None
    discount_name: str | None = None
    discount: Money | None = None
    gift_cards: tuple[GiftCard, ...] = ()
    shipping_address: Address | None = None
    billing_address: Address | None = None
    delivery: ChosenDelivery | None = None
    problems: tuple[CheckoutProblem, ...] | None = None


class Checkout(AnsweredCheckout, frozen=True):
    """A checkout. Its `id` is a bearer secret: it stays in the server-side session.

    Where the shopper collects it themselves, nothing is sent, and the shipping address is that place's.
    """

    collection_point: CollectionPoint | None = None


class Transaction(Answer, frozen=True):
    """Money moved, or about to move, for one checkout or order."""

    id: str
    psp_reference: str
    charged_amount: Money
    authorized_amount: Money


class TransactionEvent(Answer, frozen=True):
    """What became of a request to the payment app: `type` is Saleor's TransactionEventTypeEnum, e.g. CHARGE_SUCCESS."""

    amount: Money
    psp_reference: str
    message: str
    type: str | None = None
    external_url: str | None = None


class Payment(Answer, frozen=True):
    """The answer of transactionInitialize and transactionProcess. A decline is told by the event, not by an error.

    `data` is what the payment app says to the shopper's side: any JSON, hostile.
    """

    transaction: Transaction | None = None
    transaction_event: TransactionEvent | None = None
    data: object = None
