"""Orders: what was bought, at the prices of that moment."""

import uuid
from decimal import Decimal
from functools import cached_property

from django.db import models

from storefront.sandbox.models.accounts import Address, Customer
from storefront.sandbox.models.catalog import Channel, Variant
from storefront.sandbox.models.checkouts import Checkout
from storefront.sandbox.models.promotions import GiftCard
from storefront.sandbox.money import ZERO


class Order(models.Model):
    """A placed order. Its number is the primary key, its public id the token. One checkout makes one order at most.

    Amounts are gross; `total` is after gift cards, `tax_rate` in percent.
    """

    class Status(models.TextChoices):
        """The values of Saleor's OrderStatus that the sandbox uses."""

        UNCONFIRMED = "UNCONFIRMED"
        UNFULFILLED = "UNFULFILLED"
        PARTIALLY_FULFILLED = "PARTIALLY_FULFILLED"
        FULFILLED = "FULFILLED"
        CANCELED = "CANCELED"

    number = models.BigAutoField(primary_key=True)
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    checkout_token = models.UUIDField(unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="orders")
    user_email = models.EmailField()
    language_code = models.CharField(max_length=35, default="EN")
    status = models.CharField(max_length=24, choices=Status, default=Status.UNFULFILLED)
    currency = models.CharField(max_length=3)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    subtotal = models.DecimalField(max_digits=12, decimal_places=2)
    subtotal_net = models.DecimalField(max_digits=12, decimal_places=2)
    shipping_price = models.DecimalField(max_digits=12, decimal_places=2)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    total_net = models.DecimalField(max_digits=12, decimal_places=2)
    discount_name = models.CharField(max_length=255, blank=True)
    discount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    voucher_code = models.CharField(max_length=255, blank=True)
    gift_cards = models.ManyToManyField(GiftCard, related_name="orders")
    shipping_address = models.OneToOneField(Address, null=True, on_delete=models.SET_NULL, related_name="shipped_order")
    billing_address = models.OneToOneField(Address, null=True, on_delete=models.SET_NULL, related_name="billed_order")
    shipping_method_name = models.CharField(max_length=255, blank=True)
    collection_point_name = models.CharField(max_length=255, blank=True)
    notes = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"order {self.number}"

    @property
    def display_gross_prices(self) -> bool:
        return self.channel.display_gross_prices

    @property
    def status_display(self) -> str:
        return self.status.replace("_", " ").capitalize()

    @property
    def undiscounted_shipping_price(self) -> Decimal:
        return self.shipping_price

    @property
    def discounts(self) -> list[dict[str, object]]:
        if not self.discount:
            return []
        total = {"amount": self.discount, "currency": self.currency}
        return [{"type": "VOUCHER", "name": self.discount_name or None, "total": total}]

    @cached_property
    def _transactions(self) -> "list[Transaction]":
        return list(self.transactions.all())

    @property
    def total_charged(self) -> Decimal:
        return sum((each.charged_amount for each in self._transactions), ZERO)

    @property
    def total_refunded(self) -> Decimal:
        return sum((each.refunded_amount for each in self._transactions), ZERO)

    @property
    def total_authorized(self) -> Decimal:
        return sum((each.authorized_amount for each in self._transactions), ZERO)

    @property
    def total_canceled(self) -> Decimal:
        return sum((each.canceled_amount for each in self._transactions), ZERO)

    @property
    def is_shipping_required(self) -> bool:
        return any(line.is_shipping_required for line in self.lines.all())

    @property
    def charge_status(self) -> str:
        """Saleor's OrderChargeStatusEnum. Pending money does not count, unlike in a checkout."""
        charged = self.total_charged
        if charged == self.total:
            return "FULL"
        if charged <= 0:
            return "NONE"
        return "PARTIAL" if charged < self.total else "OVERCHARGED"

    @property
    def authorize_status(self) -> str:
        """Saleor's OrderAuthorizeStatusEnum."""
        covered = self.total_charged + sum((each.authorized_amount for each in self._transactions), ZERO)
        if covered >= self.total:
            return "FULL"
        return "PARTIAL" if covered else "NONE"


class GiftCardUse(models.Model):
    """The balance of a gift card before and after it paid for an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="gift_card_uses")
    gift_card = models.ForeignKey(GiftCard, on_delete=models.CASCADE, related_name="uses")
    old_balance = models.DecimalField(max_digits=12, decimal_places=2)
    balance = models.DecimalField(max_digits=12, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.gift_card_id} for {self.order_id}"


class OrderLine(models.Model):
    """One line of an order. Amounts are gross; `unit_price` and `total_price` are after discounts."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.SET_NULL)
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    quantity_fulfilled = models.PositiveIntegerField(default=0)
    is_shipping_required = models.BooleanField(default=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    total_price = models.DecimalField(max_digits=12, decimal_places=2)
    undiscounted_total_price = models.DecimalField(max_digits=12, decimal_places=2)
    promotion = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    position = models.PositiveSmallIntegerField(default=0)

    is_gift = False

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.quantity} in {self.order_id}"

    @property
    def product_sku(self) -> str | None:
        return self.variant.sku if self.variant else None

    @property
    def currency(self) -> str:
        return self.order.currency

    @property
    def discounts(self) -> list[dict[str, object]]:
        """The promotion on the product: what was taken off before a voucher."""
        if not self.promotion:
            return []
        return [{"type": "PROMOTION", "name": None, "total": {"amount": self.promotion, "currency": self.currency}}]

    @property
    def tax_rate(self) -> Decimal:
        return self.order.tax_rate


class Fulfillment(models.Model):
    """A parcel of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fulfillments")
    status = models.CharField(max_length=32, default="FULFILLED")
    tracking_number = models.CharField(max_length=255, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"parcel of {self.order_id}"


class FulfillmentLine(models.Model):
    """How many of an order line a parcel holds."""

    fulfillment = models.ForeignKey(Fulfillment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.quantity} in a parcel"


class Transaction(models.Model):
    """One payment for a checkout, and for the order that the checkout became."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, null=True, on_delete=models.SET_NULL, related_name="transactions")
    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="transactions")
    gateway = models.CharField(max_length=255)
    idempotency_key = models.CharField(max_length=512)
    psp_reference = models.CharField(max_length=512)
    currency = models.CharField(max_length=3)
    charged_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    charge_pending_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    authorized_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    refunded_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    canceled_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    created_at = models.DateTimeField(auto_now_add=True)

    # The sandbox never authorises only, and its requests are answered within the call.
    authorize_pending_amount = refund_pending_amount = cancel_pending_amount = ZERO

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["gateway", "idempotency_key"], name="sandbox_payment_once")]

    def __str__(self) -> str:
        return self.psp_reference


class TransactionEvent(models.Model):
    """A request to a payment app or its outcome; `type` is Saleor's TransactionEventTypeEnum.

    `data` is what the payment app sent to the shopper's side; `idempotency_key` is set on the request that began the
    payment.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    message = models.CharField(max_length=512, blank=True)
    psp_reference = models.CharField(max_length=512, blank=True)
    data = models.JSONField(null=True)
    idempotency_key = models.CharField(max_length=512, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    external_url = ""

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.type

    @property
    def currency(self) -> str:
        return self.transaction.currency
