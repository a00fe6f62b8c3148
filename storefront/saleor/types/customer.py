"""Orders and accounts, as a customer reads their own."""

from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from storefront.saleor.types.address import Address, ChannelSlug
from storefront.saleor.types.base import Answer, Edges, GrossMoney, Money, Preorder, Ref, TaxedMoney


class OrderProductRef(Answer, frozen=True):
    """A product of which only the slug is known."""

    slug: str


class OrderVariant(Answer, frozen=True):
    """The variant of an order line, while it still exists. `preorder` is set until a preordered variant is in stock."""

    id: str
    product: OrderProductRef
    preorder: Preorder | None = None


class OrderDiscount(Answer, frozen=True):
    """A discount on an order or on one of its lines; `type` is Saleor's OrderDiscountType, e.g. VOUCHER.

    `total` is in the price that the merchant entered: with tax in most channels, without it in tax-exclusive ones.
    """

    type: str
    total: Money
    name: str | None = None


class OrderGiftCard(Answer, frozen=True):
    """A gift card that paid for an order. How much it paid is not readable with the order."""

    last4_code_chars: str = msgspec.field(name="last4CodeChars")


class OrderLine(Answer, frozen=True):
    """One line of an order. `total_price` is after all discounts, `undiscounted_total_price` before any.

    `is_gift`: an order promotion added it for nothing.
    """

    id: str
    product_name: str
    variant_name: str
    quantity: int
    quantity_fulfilled: int
    unit_price: GrossMoney
    total_price: TaxedMoney
    undiscounted_total_price: TaxedMoney
    is_gift: bool | None = False
    is_shipping_required: bool = True
    discounts: tuple[OrderDiscount, ...] | None = None
    variant: OrderVariant | None = None


class FulfillmentLine(Answer, frozen=True):
    """How many of an order line a parcel holds."""

    quantity: int
    order_line: Ref | None = None


class Fulfillment(Answer, frozen=True):
    """A parcel, or what was handed over otherwise, or came back.

    Merchants enter the carrier's number as `tracking_number`, or the address of its page.
    """

    id: str
    status: str
    tracking_number: str
    created: datetime
    lines: tuple[FulfillmentLine, ...] | None = None

    @property
    def tracking_url(self) -> str:
        """The carrier's page, if the tracking number is a web address, else empty."""
        address = urlsplit(self.tracking_number)
        return self.tracking_number if address.scheme in ("http", "https") and address.netloc else ""


class Order(Answer, frozen=True):
    """An order. Its `id` is a bearer secret (it opens name, address and email); `number` is for people.

    What has become of it: storefront/saleor/order_state.py. `total_charged` is what is held now, so that it falls with
    each refund; `total_canceled` was authorized and released. `total` is after gift cards.
    `undiscounted_shipping_price` is as the merchant entered it, with or without tax. `display_gross_prices`: its
    channel shows prices with tax.
    """

    id: str
    number: str
    status: str
    status_display: str
    created: datetime
    display_gross_prices: bool
    charge_status: str
    authorize_status: str
    total: TaxedMoney
    subtotal: GrossMoney
    shipping_price: TaxedMoney
    undiscounted_shipping_price: Money
    total_charged: Money
    total_refunded: Money
    total_authorized: Money
    total_canceled: Money
    lines: tuple[OrderLine, ...]
    is_shipping_required: bool = True
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
    def has_preorders(self) -> bool:
        """Whether something of it is not in stock yet."""
        return any(line.variant is not None and line.variant.preorder is not None for line in self.lines)


class PlacedLine(Answer, frozen=True):
    """What a line of an order is about. A variant that was deleted is None."""

    product_sku: str | None = None
    variant: Ref | None = None


class PlacedOrder(Answer, frozen=True):
    """Who placed an order, and for which variants."""

    id: str
    number: str
    status: str
    channel: ChannelSlug
    lines: tuple[PlacedLine, ...]
    user_email: str | None = None
    checkout_id: str | None = None

    @property
    def identifiers(self) -> frozenset[str]:
        """The SKUs and IDs of its variants."""
        skus = {line.product_sku for line in self.lines if line.product_sku}
        return frozenset(skus | {line.variant.id for line in self.lines if line.variant})


class OrderWithGiftCards(Order, frozen=True, kw_only=True):
    """An order that gift cards paid for, with how much all of them paid (saleor/prices/gift_card_payments.py)."""

    gift_cards_paid: Money


class OrderGlance(Answer, frozen=True):
    """An order in a list of orders."""

    number: str
    status: str
    created: datetime
    is_shipping_required: bool
    total: GrossMoney
    total_charged: Money
    total_refunded: Money
    total_authorized: Money
    total_canceled: Money
    collection_point_name: str | None = None


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
