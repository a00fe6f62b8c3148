"""What we keep of a payment: one row per attempt, written before any money is asked for."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an attempt stands. `attempts.MOVES` says what may follow what."""

    CREATED = "created", _("written down, no money asked for")
    REQUESTED = "requested", _("money asked for, no answer known")
    ACTION_REQUIRED = "action-required", _("the shopper's bank wants a confirmation")
    PENDING = "pending", _("the payment service has not decided")
    CHARGED = "charged", _("charged or authorised, no order yet")
    ORDERED = "ordered", _("an order")
    REFUSED = "refused", _("the payment service said no")
    FAILED = "failed", _("no money was taken, for another reason")
    UNFILLED = "unfilled", _("charged, and no order could be made: money must go back")
    UNKNOWN = "unknown", _("somebody must look")


UNDER_WAY = (State.CREATED, State.REQUESTED, State.ACTION_REQUIRED, State.PENDING, State.CHARGED)
OVER = (State.REFUSED, State.FAILED)


def new_key() -> str:
    """An idempotency key: unguessable, never used twice."""
    return uuid.uuid4().hex


class PaymentAttempt(models.Model):
    """One try to pay for one checkout and to turn it into one order.

    A checkout has at most one attempt that is not over, so two tabs share it. `idempotency_key` is what money is asked
    for with, every time; `owner` is a hash of a secret in the paying session; `data` is what the provider is handed,
    and `action` (sealed, see `attempts.action_of`) what it said the shopper has to do; both are emptied at the end.
    `asked_at` is when the payment service was last asked whether that was done. `checkout_id` and `order_id`
    are bearer secrets: keep them out of texts, logs and the admin.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.CharField(max_length=64, default=new_key, unique=True, editable=False)
    checkout_id = models.CharField(max_length=255)
    owner = models.CharField(max_length=64)
    channel = models.SlugField(max_length=255)
    language = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    gateway = models.CharField(max_length=255, blank=True)
    data = models.JSONField(default=dict, blank=True)
    action = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CREATED)
    reason = models.CharField(max_length=64, blank=True)
    transaction_id = models.CharField(max_length=255, blank=True)
    order_id = models.CharField(max_length=255, blank=True)
    order_number = models.CharField(max_length=64, blank=True)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkout_id"],
                condition=~models.Q(state__in=["refused", "failed"]),
                name="one_attempt_at_a_time_per_checkout",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="attempts_to_finish")]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether it will still change by itself."""
        return self.state in UNDER_WAY
