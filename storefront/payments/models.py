"""What we keep of a payment: one row per attempt, written before any money is asked for, and one for each move."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from storefront.core.crypto import decrypt


class CheckoutState(StrEnum):
    """What may be done with a checkout.

    OPEN: anything. PAYING: nothing, a payment is in progress. ORDERED: it is or may be an order, so never restore it.
    SPENT: it was paid for but could not become an order; its contents may go into a new checkout.
    """

    OPEN = "open"
    PAYING = "paying"
    ORDERED = "ordered"
    SPENT = "spent"


class State(models.TextChoices):
    """Where an attempt stands. `attempts.MOVES` says what may follow what."""

    CREATED = "created", _("written down, no money asked for")
    REQUESTED = "requested", _("money asked for, no answer known")
    ACTION_REQUIRED = "action-required", _("the shopper's bank wants a confirmation")
    PENDING = "pending", _("the payment service has not decided")
    CHARGED = "charged", _("charged or authorised, no order yet")
    ORDERED = "ordered", _("an order")
    OVERCHARGED = "overcharged", _("an order for less than was charged: the difference must go back")
    REFUSED = "refused", _("the payment service said no")
    FAILED = "failed", _("no money was taken, for another reason")
    UNFILLED = "unfilled", _("charged, and no order could be made: money must go back")
    RELEASING = "releasing", _("the money is being sent back, or let go")
    RELEASED = "released", _("no order, and no money is held any more")
    UNKNOWN = "unknown", _("somebody must look")
    SETTLED = "settled", _("seen to by hand")


class TriggeredBy(models.TextChoices):
    """Who moved an attempt on."""

    BROWSER = "browser"
    RETURN_PAGE = "return-page"
    WEBHOOK = "webhook"
    WORKER = "worker"
    SWEEPER = "sweeper"
    OPERATOR = "operator"


IN_PROGRESS = (State.CREATED, State.REQUESTED, State.ACTION_REQUIRED, State.PENDING, State.CHARGED)
FAILED_STATES = (State.REFUSED, State.FAILED)  # nothing was taken: the checkout may be paid for anew
REFUND_STATES = (State.RELEASING, State.RELEASED, State.SETTLED)
HOLDING_MONEY = (
    State.CHARGED,
    State.OVERCHARGED,
    State.UNFILLED,
    State.RELEASING,
    State.UNKNOWN,
)  # somebody's money, or maybe


def new_key() -> str:
    """An idempotency key: unguessable, never used twice."""
    return uuid.uuid4().hex


class PaymentAttempt(models.Model):
    """One try to pay for one checkout and to turn it into one order.

    A checkout has at most one attempt that is neither over nor giving money back, so two tabs share it.
    `idempotency_key` is what money is asked for with, every time; `owner` is a hash of a secret in the paying session;
    `data` is what the provider is handed, and `action` (sealed, see `attempts.action_of`) what it said the shopper has
    to do; both are emptied at the end. `asked_at` is when Saleor was last asked about what the attempt waits for,
    `owing_since` when it came to one of the OWING states, `paged_at` when an operator was last told so.

    The ids of checkout, order and transaction are bearer secrets: sealed here, and to be kept out of texts and logs.
    `checkout_digest` is how an attempt is found again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.CharField(max_length=64, default=new_key, unique=True, editable=False)
    checkout_digest = models.CharField(max_length=64, db_index=True)
    sealed_checkout_id = models.TextField()
    sealed_transaction_id = models.TextField(blank=True)
    sealed_order_id = models.TextField(blank=True)
    owner = models.CharField(max_length=64)
    channel = models.SlugField(max_length=255)
    language = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    gateway = models.CharField(max_length=255, blank=True)
    data = models.JSONField(default=dict, blank=True)
    action = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    owing_since = models.DateTimeField(null=True, blank=True)
    paged_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CREATED)
    reason = models.CharField(max_length=64, blank=True)
    order_number = models.CharField(max_length=64, blank=True)
    tries = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkout_digest"],
                condition=~models.Q(state__in=["refused", "failed", "releasing", "released", "settled"]),
                name="one_attempt_at_a_time_per_checkout",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="attempts_to_finish")]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    @property
    def checkout_id(self) -> str:
        """The checkout that is paid for. Raises Unreadable when SECRET_KEY was lost."""
        return decrypt(self.sealed_checkout_id)

    @property
    def transaction_id(self) -> str:
        """Saleor's transaction, or empty while none is known. Raises Unreadable."""
        return decrypt(self.sealed_transaction_id) if self.sealed_transaction_id else ""

    @property
    def order_id(self) -> str:
        """The order, or empty while there is none. Raises Unreadable."""
        return decrypt(self.sealed_order_id) if self.sealed_order_id else ""

    @property
    def is_under_way(self) -> bool:
        """Whether it will still change by itself, and the shopper waits for it."""
        return self.state in IN_PROGRESS

    @property
    def has_order(self) -> bool:
        """Whether the order is made."""
        return self.state in (State.ORDERED, State.OVERCHARGED)


class AttemptTransition(models.Model):
    """One move of an attempt: from where to where, when, by whom, and why (a short code, nothing personal)."""

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.CASCADE, related_name="moves")
    came_from = models.CharField(max_length=16, choices=State.choices, blank=True)
    went_to = models.CharField(max_length=16, choices=State.choices)
    reason = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=16, choices=TriggeredBy.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.came_from or '-'} to {self.went_to}"


class DummyPayment(models.Model):
    """A test payment on its hosted page: what shall be paid, and what was chosen there (payments.test_payments).

    `reference` is what Saleor knows it by, `page` what its address does; `transaction_id` is Saleor's, `kind` CHARGE or
    AUTHORIZATION, `amount` in major units of `currency`. No money moves.
    """

    LONGEST_ADDRESS = 500

    class Choice(models.TextChoices):
        """How it was said to end."""

        OPEN = "open", "nothing chosen yet"
        CONFIRM = "confirm", "the bank asks for a confirmation"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"
        STOPPED = "stopped", "the shopper gave up"
        PENDING = "pending", "not decided"
        ERROR = "error", "the service fails"
        TIME_OUT = "time-out", "the service answers too late"

    reference = models.CharField(max_length=64, unique=True)
    page = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transaction_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    return_url = models.URLField(max_length=LONGEST_ADDRESS)
    choice = models.CharField(max_length=16, choices=Choice.choices, default=Choice.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.reference} {self.choice}"

    def choose(self, choice: "DummyPayment.Choice") -> bool:
        """Say how it ends. What has ended stays as it is; pending can still be approved or declined."""
        asked, ends = [self.Choice.OPEN, self.Choice.CONFIRM], (self.Choice.APPROVED, self.Choice.DECLINED)
        if choice in ends:
            asked.append(self.Choice.PENDING)
        chosen = DummyPayment.objects.filter(pk=self.pk, choice__in=asked).update(choice=choice)
        self.refresh_from_db()
        return bool(chosen)
