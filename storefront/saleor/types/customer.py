"""Orders and accounts, as a customer reads their own."""

from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from storefront.saleor.types.address import Address
from storefront.saleor.types.base import Answer, Edges, GrossMoney, Money, TaxedMoney


class OrderProductRef(Answer, frozen=True):
    """A product of which only the slug is known."""

    slug: str


class OrderVariant(Answer, frozen=True):
    """The variant of an order line, while it still exists."""

    id: str
    product: OrderProductRef


class OrderDiscount(Answer, frozen=True):
    """A discount on an order or on one of its lines; `type` is Saleor's OrderDiscountType, e.g. VOUCHER.

    `total` is in the price that the merchant entered: with tax in most channels, without it in tax-exclusive ones.
    """

    type: str
    total: Money
    name: str | None = None


class OrderGiftCard(Answer, frozen=True):
    """A gift card that paid for an order. How much it paid is not readable."""

    last4_code_chars: str = msgspec.field(name="last4CodeChars")


class OrderLine(Answer, frozen=True):
    """One line of an order. `total_price` is after all discounts, `undiscounted_total_price` before any."""

    id: str
    product_name: str
    variant_name: str
    quantity: int
    quantity_fulfilled: int
    unit_price: GrossMoney
    total_price: TaxedMoney
    undiscounted_total_price: TaxedMoney
    discounts: tuple[OrderDiscount, ...] | None = None
    variant: OrderVariant | None = None


class Fulfillment(Answer, frozen=True):
    """A parcel. Merchants enter the carrier's number as `tracking_number`, or the address of its page."""

    id: str
    status: str
    tracking_number: str
    created: datetime

    @property
    def tracking_url(self) -> str:
        """The carrier's page, if the tracking number is a web address, else empty."""
        address = urlsplit(self.tracking_number)
        return self.tracking_number if address.scheme in ("http", "https") and address.netloc else ""


class Order(Answer, frozen=True):
    """An order. Its `id` is a bearer secret (it opens name, address and email); `number` is for people.

    `total` is after gift cards. `undiscounted_shipping_price` is as the merchant entered it, with or without tax.
    """

    id: str
    number: str
    status: str
    status_display: str
    created: datetime
    charge_status: str
    authorize_status: str
    total: TaxedMoney
    subtotal: GrossMoney
    shipping_price: TaxedMoney
    undiscounted_shipping_price: Money
    total_charged: Money
    total_refunded: Money
    lines: tuple[OrderLine, ...]
    user_email: str | None = None
    voucher_code: str | None = None
    gift_cards: tuple[OrderGiftCard, ...] = ()
    discounts: tuple[OrderDiscount, ...] = ()
    shipping_address: Address | None = None
    billing_address: Address | None = None
    shipping_method_name: str | None = None
    collection_point_name: str | None = None
    fulfillments: tuple[Fulfillment, ...] = ()

    @property
    def is_paid(self) -> bool:
        """Return whether the money is paid or authorized."""
        return _is_paid(self.charge_status, self.authorize_status)


class OrderGlance(Answer, frozen=True):
    """An order in a list of orders."""

    number: str
    status: str
    created: datetime
    charge_status: str
    authorize_status: str
    total: GrossMoney

    @property
    def is_paid(self) -> bool:
        """Return whether the money is paid or authorized."""
        return _is_paid(self.charge_status, self.authorize_status)


def _is_paid(charge_status: str, authorize_status: str) -> bool:
    return charge_status in ("FULL", "OVERCHARGED") or authorize_status == "FULL"


class User(Answer, frozen=True):
    """A customer, as they read themselves."""

    id: str
    email: str
    first_name: str
    last_name: str
    is_confirmed: bool
    addresses: tuple[Address, ...] = ()


class OwnGiftCard(Answer, frozen=True):
    """A gift card that a customer bought or used; its whole code is not readable."""

    last4_code_chars: str = msgspec.field(name="last4CodeChars")
    created: datetime
    is_active: bool
    initial_balance: Money
    current_balance: Money
    expiry_date: date | None = None


class KeptValue(Answer, frozen=True):
    """A metadata entry that an app stores on an object, readable by the customer."""

    key: str
    value: str


class Profile(User, frozen=True, kw_only=True):
    """Everything that a customer can read about themselves; `checkout_ids` are secrets."""

    date_joined: datetime
    updated_at: datetime
    metadata: tuple[KeptValue, ...]
    last_login: datetime | None = None
    checkout_ids: tuple[str, ...] | None = None
    gift_cards: Edges[OwnGiftCard] | None = None


class SignIn(Answer, frozen=True):
    """A customer's tokens: access for five minutes, refresh for thirty days. Both stay in the server-side session."""

    token: str
    refresh_token: str
    user: User
