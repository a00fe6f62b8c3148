"""Transactions with payment apps, and their events."""

import uuid

from django.db import models

from storefront.sandbox.models.checkouts import Checkout
from storefront.sandbox.models.orders import Order
from storefront.sandbox.money import ZERO


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
