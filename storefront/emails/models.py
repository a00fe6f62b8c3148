"""Letters: a row is the promise that a mail goes out, whatever becomes of queues and workers meanwhile."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class EmailKind(models.TextChoices):
    """What a letter is for."""

    CONFIRM_ACCOUNT = "confirm-account"
    SET_PASSWORD = "set-password"  # noqa: S105 - a kind of letter
    CONFIRM_NEW_EMAIL = "confirm-new-email"
    EMAIL_CHANGED = "email-changed"
    CONFIRM_DELETION = "confirm-deletion"
    ORDER_PLACED = "order-placed"
    PAYMENT_REFUSED = "payment-refused"
    PAYMENT_RELEASED = "payment-released"
    ORDER_SENT = "order-sent"
    TRACKING_NUMBER = "tracking-number"
    ORDER_REFUNDED = "order-refunded"
    ORDER_CANCELLED = "order-cancelled"
    CARE_AND_USE = "care-and-use"
    ORDER_LINK = "order-link"
    WITHDRAWAL_RECEIVED = "withdrawal-received"
    WITHDRAWAL_TOLD = "withdrawal-told"


class Email(models.Model):
    """One mail to one person.

    `sealed` is a `Content`, encrypted, and emptied once the letter is sent or given up. `once` keeps one event that
    is told twice from being two letters. Whoever sends it first moves `next_try_at` on: that is the lease, and a
    sender that dies leaves a letter that comes due again. A held letter is written before what it tells has happened,
    because only then is known whom to tell; `next_try_at` is when it is forgotten.
    """

    class State(models.TextChoices):
        """Where it stands."""

        HELD = "held"
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given-up"

    kind = models.CharField(max_length=32, choices=EmailKind)
    language = models.CharField(max_length=16)
    once = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"], name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
