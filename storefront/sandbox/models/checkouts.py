"""Open checkouts and the ways of delivery."""

import uuid

from django.db import models

from storefront.sandbox.models.accounts import Address, Customer
from storefront.sandbox.models.catalog import Channel, Variant
from storefront.sandbox.models.promotions import GiftCard, Voucher


class DeliveryMethod(models.Model):
    """A way of delivery in one channel; `countries` empty means wherever the channel ships. Days are working days."""

    slug = models.SlugField(unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    translations = models.JSONField(default=dict)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    minimum_days = models.PositiveSmallIntegerField(null=True)
    maximum_days = models.PositiveSmallIntegerField(null=True)
    countries = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.slug


class CollectionPoint(models.Model):
    """A place where orders of one channel can be collected, filled from the one stock that the sandbox has."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="collection_points")
    name = models.CharField(max_length=250)
    address = models.OneToOneField(Address, on_delete=models.PROTECT, related_name="collection_point")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Checkout(models.Model):
    """An open checkout. Its prices hold until `prices_until`; stale deliveries are worked out anew before use."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="checkouts")
    email = models.EmailField(blank=True)
    shipping_address = models.OneToOneField(
        Address, null=True, on_delete=models.SET_NULL, related_name="shipped_checkout"
    )
    billing_address = models.OneToOneField(
        Address, null=True, on_delete=models.SET_NULL, related_name="billed_checkout"
    )
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.SET_NULL)
    gift_cards = models.ManyToManyField(GiftCard)
    delivery = models.ForeignKey("Delivery", null=True, on_delete=models.SET_NULL, related_name="chosen_by")
    collection_point = models.ForeignKey(CollectionPoint, null=True, on_delete=models.SET_NULL)
    deliveries_stale = models.BooleanField(default=True)
    prices_until = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "checkout"


class CheckoutLine(models.Model):
    """So many of one variant, at the price it had when prices were last worked out."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    full_price = models.DecimalField(max_digits=12, decimal_places=2)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "token"]
        constraints = [models.UniqueConstraint(fields=["checkout", "variant"], name="sandbox_line_once")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"


class Delivery(models.Model):
    """A delivery offered to one checkout; `is_valid` is false when it no longer suits the address."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="deliveries")
    method = models.ForeignKey(DeliveryMethod, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    is_valid = models.BooleanField(default=True)

    class Meta:
        ordering = ["price", "method"]
        constraints = [models.UniqueConstraint(fields=["checkout", "method", "is_valid"], name="sandbox_delivery_once")]

    def __str__(self) -> str:
        return self.name
