"""Money moved, or asked for, by the payment gateways."""

import uuid

from django.db import models

from storefront.sandbox.models.checkouts import Checkout
from storefront.sandbox.models.orders import Order


class Transaction(models.Model):
    """One payment for a checkout, and for the order it became."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, null=True, on_delete=models.SET_NULL, related_name="transactions")
    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE, related_name="transactions")
    gateway = models.CharField(max_length=255)
    idempotency_key = models.CharField(max_length=512)
    psp_reference = models.CharField(max_length=512)
    currency = models.CharField(max_length=3)
    charged = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    charge_pending = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    authorized = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    refunded = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    canceled = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["gateway", "idempotency_key"], name="sandbox_payment_once")]

    def __str__(self) -> str:
        return self.psp_reference


class TransactionEvent(models.Model):
    """What became of one request to a gateway; `type` is Saleor's TransactionEventTypeEnum.

    `psp_reference` is the gateway's name for it; `data` is what the gateway said to the shopper's side;
    `idempotency_key` stands in the request that began it all.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    message = models.CharField(max_length=512, blank=True)
    psp_reference = models.CharField(max_length=512, blank=True)
    data = models.JSONField(null=True)
    idempotency_key = models.CharField(max_length=512, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.type
