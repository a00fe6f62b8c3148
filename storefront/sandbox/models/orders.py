"""Orders: what was bought, kept as it was at that moment."""

import uuid

from django.db import models

from storefront.sandbox.models.accounts import Address, Customer
from storefront.sandbox.models.catalog import Channel, Variant
from storefront.sandbox.models.promotions import GiftCard


class Order(models.Model):
    """A placed order. Its number is the primary key, its public id the token. One checkout makes one order at most."""

    class Status(models.TextChoices):
        """Saleor's OrderStatus, as far as the sandbox goes."""

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
    email = models.EmailField()
    status = models.CharField(max_length=24, choices=Status, default=Status.UNFULFILLED)
    currency = models.CharField(max_length=3)
    tax_percent = models.DecimalField(max_digits=5, decimal_places=2)
    subtotal = models.DecimalField(max_digits=12, decimal_places=2)
    shipping_price = models.DecimalField(max_digits=12, decimal_places=2)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    discount_name = models.CharField(max_length=255, blank=True)
    discount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    gift_card_amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    voucher_code = models.CharField(max_length=255, blank=True)
    gift_cards = models.ManyToManyField(GiftCard, related_name="orders")
    shipping_address = models.OneToOneField(Address, null=True, on_delete=models.SET_NULL, related_name="shipped_order")
    billing_address = models.OneToOneField(Address, null=True, on_delete=models.SET_NULL, related_name="billed_order")
    shipping_method_name = models.CharField(max_length=255, blank=True)
    collection_point_name = models.CharField(max_length=255, blank=True)
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"order {self.number}"


class OrderLine(models.Model):
    """One line of an order. Prices are of one piece, tax and discounts included."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.SET_NULL)
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    quantity_fulfilled = models.PositiveIntegerField(default=0)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    total_price = models.DecimalField(max_digits=12, decimal_places=2)
    undiscounted_total_price = models.DecimalField(max_digits=12, decimal_places=2)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.quantity} in {self.order_id}"


class Fulfillment(models.Model):
    """A parcel of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fulfillments")
    status = models.CharField(max_length=32, default="FULFILLED")
    tracking_number = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"parcel of {self.order_id}"
