"""Requests by guests to see an order, and withdrawals from contracts. Everything personal is stored encrypted."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from storefront.core.coordination.outbox import OutboxModel, OutboxQuerySet


class GuestLookup(OutboxModel):
    """A guest's request to see an order, by its number and an email address.

    `encrypted_request` is a `LookupRequest`. A task looks for the order. If it exists and has that address, an email
    with a link is sent there: `token_hash` is the hash of the link's token, `encrypted_order_id` the order that the
    token opens. If not, the row is deleted. Either way the row lives for an hour at most.
    """

    encrypted_request = models.TextField(blank=True)
    encrypted_order_id = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OutboxQuerySet["GuestLookup"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="one_guest_lookup_per_token"
            )
        ]

    def __str__(self) -> str:
        return f"guest lookup {self.pk}"


class Withdrawal(OutboxModel):
    """A declared withdrawal from a contract, kept as it was declared, with the time when it was received.

    `key` is made with the confirmation page, so a form that is sent twice is one withdrawal. `encrypted_declaration`
    is a `Declaration`. `order_hash` is the hash of the order's id, once the order is known; `email_hash` is the keyed
    hash of the address that the declaration names. `noted_at` is when the withdrawal was written onto the order in
    Saleor, or when it was found to belong to no order.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    encrypted_declaration = models.TextField()
    order_hash = models.CharField(max_length=64, blank=True, db_index=True)
    email_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=16)
    received_at = models.DateTimeField(default=timezone.now)
    noted_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet["Withdrawal"].as_manager()

    class Meta:
        ordering: ClassVar = ["received_at"]

    def __str__(self) -> str:
        return f"withdrawal {self.key}"
