"""What we keep after the order: who asked to see one, and who withdrew from one. Everything personal is sealed."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class GuestLookup(models.Model):
    """Somebody asked to see the order of a number, and named a mailbox.

    `sealed` is an `Asked`, encrypted. A task looks whether there is such an order: if so a letter with `token_hash`'s
    token goes to its mailbox and `sealed_order_id` is what the token opens; if not, the row goes. Either way it goes
    when its hour is over.
    """

    sealed = models.TextField()
    sealed_order_id = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_try_at"], name="look_ups_to_answer")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="one_look_up_per_token"
            )
        ]

    def __str__(self) -> str:
        return f"look-up {self.pk}"


class Withdrawal(models.Model):
    """Somebody declared that they withdraw from a contract: kept as declared, with the moment when it came.

    `key` is made with the page that asks for the confirmation, so that pressed twice it is one declaration. `sealed`
    is a `Statement`, encrypted. `order_hash` names the order once it is known to be one and whose. `told_at` is when
    the merchant had been told; `next_try_at` is the lease of who tells.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.TextField()
    order_hash = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=16)
    received_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["received_at"]
        indexes: ClassVar = [models.Index(fields=["told_at", "next_try_at"], name="withdrawals_to_tell")]

    def __str__(self) -> str:
        return f"withdrawal {self.key}"
