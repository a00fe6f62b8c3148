"""Open checkouts, shipping methods and the deliveries offered to a checkout."""

import uuid
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from storefront.sandbox.models.accounts import Address, Customer
from storefront.sandbox.models.catalog import Channel, CountryTaxRate, Translatable, Variant
from storefront.sandbox.models.promotions import GiftCard, Voucher
from storefront.sandbox.money import ZERO, TaxedMoney


class ShippingMethod(Translatable):
    """A shipping method of one channel. Empty `countries` means wherever the channel ships. Days are working days."""

    slug = models.SlugField(unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    minimum_delivery_days = models.PositiveSmallIntegerField(null=True)
    maximum_delivery_days = models.PositiveSmallIntegerField(null=True)
    countries = models.JSONField(default=list)

    typename = "ShippingMethod"
    active = True
    message = ""
    minimum_order_price = maximum_order_price = None

    def __str__(self) -> str:
        return self.slug

    @property
    def currency(self) -> str:
        return self.channel.currency


class Warehouse(models.Model):
    """A collection point: orders of one channel can be collected there, from the sandbox's one stock."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="collection_points")
    name = models.CharField(max_length=250)
    address = models.OneToOneField(Address, on_delete=models.PROTECT, related_name="warehouse")

    typename = "Warehouse"

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Checkout(models.Model):
    """An open checkout. Its prices hold until `prices_until`; stale deliveries are recalculated before use."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="checkouts")
    email = models.EmailField(blank=True)
    language_code = models.CharField(max_length=35, default="EN")
    shipping_address = models.OneToOneField(
        Address, null=True, on_delete=models.SET_NULL, related_name="shipped_checkout"
    )
    billing_address = models.OneToOneField(
        Address, null=True, on_delete=models.SET_NULL, related_name="billed_checkout"
    )
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.SET_NULL)
    gift_cards = models.ManyToManyField(GiftCard)
    delivery = models.ForeignKey("Delivery", null=True, on_delete=models.SET_NULL, related_name="chosen_by")
    collection_point = models.ForeignKey(Warehouse, null=True, on_delete=models.SET_NULL)
    deliveries_stale = models.BooleanField(default=True)
    prices_until = models.DateTimeField()
    # The sum of the lines when prices were last read: a product that is deleted later leaves it as it was.
    subtotal_gross = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    subtotal_net = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    updated_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # What `storefront.sandbox.prices` worked out since the row was last saved.
    totals: "Totals | None" = None
    # The lines since prices were last read, which is the last step of each mutation that changes lines.
    priced_lines: "tuple[CheckoutLine, ...] | None" = None

    def __str__(self) -> str:
        return "checkout"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.totals = None

    @property
    def currency(self) -> str:
        return self.channel.currency

    @property
    def tax_rate(self) -> Decimal:
        """The rate of the country of delivery, else of the billing address, else of the channel; in percent."""
        address = self.shipping_address or self.billing_address
        return CountryTaxRate.of(address.country) if address else self.channel.tax_rate

    @property
    def display_gross_prices(self) -> bool:
        return self.channel.display_gross_prices

    @property
    def voucher_code(self) -> str | None:
        return self.voucher.code if self.voucher else None

    @property
    def discount_name(self) -> str:
        return self.voucher.name if self.voucher else ""

    @property
    def needs_shipping(self) -> bool:
        if self.priced_lines is not None:
            return any(line.requires_shipping for line in self.priced_lines)
        return self.lines.filter(variant__product__product_type__is_shipping_required=True).exists()


class CheckoutLine(models.Model):
    """A quantity of one variant, at the price it had when prices were last read."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    undiscounted_unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    created_at = models.DateTimeField(auto_now_add=True)

    # Set by `storefront.sandbox.prices`: the prices after the voucher, and whether the variant can be bought.
    unit_price: TaxedMoney
    total_price: TaxedMoney
    is_for_sale: bool

    is_gift = False  # the sandbox has no order promotions

    class Meta:
        ordering = ["created_at", "token"]
        constraints = [models.UniqueConstraint(fields=["checkout", "variant"], name="sandbox_line_once")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"

    @property
    def currency(self) -> str:
        return self.checkout.currency

    @cached_property
    def requires_shipping(self) -> bool:
        return self.variant.product.product_type.is_shipping_required


class Delivery(models.Model):
    """A delivery offered to one checkout; `is_valid` is false once it no longer suits the address."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="deliveries")
    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    is_valid = models.BooleanField(default=True)

    class Meta:
        ordering = ["price", "method"]
        constraints = [models.UniqueConstraint(fields=["checkout", "method", "is_valid"], name="sandbox_delivery_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def shipping_method(self) -> ShippingMethod:
        """The method as it was offered: with the name and price of that moment. Not to be saved."""
        offered = copy(self.method)
        offered.name, offered.price = self.name, self.price
        return offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A checkout's amounts. `total_price` is after gift cards; pending charges count as charged, as in Saleor."""

    lines: tuple[CheckoutLine, ...]
    gift_cards: tuple[GiftCard, ...]
    discount: Decimal
    subtotal_price: TaxedMoney
    shipping_price: TaxedMoney
    total_price: TaxedMoney
    paid_by_gift_cards: Decimal
    charged: Decimal
    authorized: Decimal

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def is_shipping_required(self) -> bool:
        return any(line.requires_shipping for line in self.lines)

    @property
    def total_balance(self) -> Decimal:
        return self.charged - self.total_price.gross

    @property
    def charge_status(self) -> str:
        """Saleor's CheckoutChargeStatusEnum."""
        if self.charged <= 0:
            return "FULL" if self._is_free else "NONE"
        if self.charged == self.total_price.gross:
            return "FULL"
        return "PARTIAL" if self.charged < self.total_price.gross else "OVERCHARGED"

    @property
    def authorize_status(self) -> str:
        """Saleor's CheckoutAuthorizeStatusEnum: FULL lets the checkout complete."""
        covered = self.charged + self.authorized
        if self._is_free or covered >= self.total_price.gross > 0:
            return "FULL"
        return "PARTIAL" if covered else "NONE"

    @property
    def _is_free(self) -> bool:
        return bool(self.lines) and self.total_price.gross <= 0
