"""Payment attempts and their history, and the payments of the dummy provider."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from storefront.core.coordination.outbox import LeasedModel, LeasedQuerySet
from storefront.core.fields import EncryptedTextField


class CheckoutState(StrEnum):
    """What may be done with a checkout, as far as its payments say.

    OPEN: anything. PAYING: nothing, a payment is in progress. ORDERED: it is or may be an order, so never restore it.
    SPENT: it was paid for but could not become an order; its contents may go into a new checkout.
    """

    OPEN = "open"
    PAYING = "paying"
    ORDERED = "ordered"
    SPENT = "spent"


class State(models.TextChoices):
    """The state of an attempt. `transitions.ALLOWED_TRANSITIONS` says which state may follow which."""

    CREATED = "created", _("written down, no money asked for")
    REQUESTED = "requested", _("money asked for, no answer known")
    ACTION_REQUIRED = "action-required", _("the shopper's bank wants a confirmation")
    PENDING = "pending", _("the payment service has not decided")
    CHARGED = "charged", _("charged or authorised, no order yet")
    ORDERED = "ordered", _("an order")
    OVERCHARGED = "overcharged", _("an order for less than was charged: the difference must go back")
    REFUSED = "refused", _("the payment service said no")
    FAILED = "failed", _("no money was taken, for another reason")
    CHARGED_NO_ORDER = "charged-no-order", _("charged, and no order could be made: money must go back")
    REFUNDING = "refunding", _("the money is being sent back, or let go")
    REFUNDED = "refunded", _("no order, and no money is held any more")
    NEEDS_ATTENTION = "needs-attention", _("somebody must look")
    CLOSED_MANUALLY = "closed-manually", _("seen to by hand")


class Reason(StrEnum):
    """Why an attempt changed its state. Where Saleor refused, the reason is its error codes instead."""

    NOTHING_TO_PAY = "nothing-to-pay"
    ACTION_ANSWERED = "action-answered"
    DECLINED = "declined"
    STOPPED = "stopped"
    PAYMENT_FAILED = "payment-failed"
    NOT_CONFIRMED = "not-confirmed"
    NO_RESPONSE = "no-response"
    NO_PAYMENT_FOUND = "no-payment-found"
    NOTHING_CHARGED = "nothing-charged"
    CHECKOUT_GONE = "checkout-gone"
    NO_ORDER_FOUND = "no-order-found"
    FOUND_CHARGED = "found-charged"
    FOUND_ORDERED = "found-ordered"
    SEVERAL_ATTEMPTS = "several-attempts"
    CHARGED_LATE = "charged-late"
    ORDERED_LATE = "ordered-late"
    DOES_NOT_ADD_UP = "does-not-add-up"
    SURPLUS_REFUNDED = "surplus-refunded"
    BY_OPERATOR = "by-operator"


class TriggeredBy(models.TextChoices):
    """Which part of the shop changed the state of an attempt."""

    BROWSER = "browser"
    RETURN_PAGE = "return-page"
    WEBHOOK = "webhook"
    WORKER = "worker"
    SWEEPER = "sweeper"
    OPERATOR = "operator"


IN_PROGRESS = (State.CREATED, State.REQUESTED, State.ACTION_REQUIRED, State.PENDING, State.CHARGED)
FAILED_STATES = (State.REFUSED, State.FAILED)  # nothing was charged: the checkout may be paid for again
REFUND_STATES = (State.REFUNDING, State.REFUNDED, State.CLOSED_MANUALLY)
HOLDING_MONEY = (
    State.CHARGED,
    State.OVERCHARGED,
    State.CHARGED_NO_ORDER,
    State.REFUNDING,
    State.NEEDS_ATTENTION,  # perhaps
)


def new_idempotency_key() -> str:
    """Return a key that is unguessable and never used twice."""
    return uuid.uuid4().hex


class PaymentAttemptQuerySet(LeasedQuerySet["PaymentAttempt"]):
    """Payment attempts, which one process at a time may advance."""


class PaymentAttempt(LeasedModel):
    """One attempt to pay for one checkout and to turn it into one order, stored before any money is asked for.

    A checkout has at most one attempt that is neither failed nor refunded, so two tabs share it. Every request for
    money carries `idempotency_key`. `payer_hash` is the hash of a secret in the paying session. `provider_data` goes to
    the provider with each request, and `provider_action` (JSON) is what the provider asks of the shopper; both are
    emptied when the attempt ends. `checked_at` is when Saleor was last asked about what the attempt waits for,
    `holding_since` when it came to one of the HOLDING_MONEY states, `alerted_at` when an operator was last alerted.

    The IDs of checkout, order and transaction are bearer secrets: encrypted here, and never written to a log.
    `checkout_hash` is the keyed hash by which the attempts of a checkout are found.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idempotency_key = models.CharField(max_length=64, default=new_idempotency_key, unique=True, editable=False)
    checkout_hash = models.CharField(max_length=64, db_index=True)
    checkout_id = EncryptedTextField()
    transaction_id = EncryptedTextField(blank=True)
    order_id = EncryptedTextField(blank=True)
    payer_hash = models.CharField(max_length=64)
    channel = models.SlugField(max_length=255)
    language = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    gateway = models.CharField(max_length=255, blank=True)
    provider_data = models.JSONField(default=dict, blank=True)
    provider_action = EncryptedTextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    holding_since = models.DateTimeField(null=True, blank=True)
    alerted_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CREATED)
    reason = models.CharField(max_length=64, blank=True)
    order_number = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PaymentAttemptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkout_hash"],
                condition=~models.Q(state__in=["refused", "failed", "refunding", "refunded", "closed-manually"]),
                name="one_attempt_at_a_time_per_checkout",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="attempts_by_state")]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    @property
    def is_in_progress(self) -> bool:
        """Whether it still changes without an operator, and the shopper waits for it."""
        return self.state in IN_PROGRESS

    @property
    def has_order(self) -> bool:
        """Whether the order is made."""
        return self.state in (State.ORDERED, State.OVERCHARGED)


class AttemptTransition(models.Model):
    """One change of state: from which to which, when, triggered by what, and a reason code (nothing personal)."""

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=16, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=16, choices=State.choices)
    reason = models.CharField(max_length=64, blank=True)
    triggered_by = models.CharField(max_length=16, choices=TriggeredBy.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state or '-'} to {self.to_state}"


class DummyPayment(models.Model):
    """A payment with the dummy provider, and the outcome that was chosen on its page. No money moves.

    `reference` is the provider's name for it in Saleor, `page` the key in the page's address, `transaction_id` Saleor's
    ID, `kind` CHARGE or AUTHORIZATION, `amount` in major units of `currency`.
    """

    RETURN_URL_MAX_LENGTH = 500

    class Choice(models.TextChoices):
        """What was chosen."""

        OPEN = "open", "nothing chosen yet"
        CONFIRM = "confirm", "the bank asks for a confirmation"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"
        CANCELED = "canceled", "the shopper gave up"
        PENDING = "pending", "not decided"
        ERROR = "error", "the provider fails"
        TIME_OUT = "time-out", "the provider answers too late"

    reference = models.CharField(max_length=64, unique=True)
    page = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transaction_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    return_url = models.URLField(max_length=RETURN_URL_MAX_LENGTH)
    choice = models.CharField(max_length=16, choices=Choice.choices, default=Choice.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.reference} {self.choice}"

    def choose(self, choice: "DummyPayment.Choice") -> bool:
        """Store the choice and return whether it counted.

        A payment that has ended keeps its outcome; a pending one can still be approved or declined.
        """
        replaceable = [self.Choice.OPEN, self.Choice.CONFIRM]
        if choice in (self.Choice.APPROVED, self.Choice.DECLINED):
            replaceable.append(self.Choice.PENDING)
        is_chosen = DummyPayment.objects.filter(pk=self.pk, choice__in=replaceable).update(choice=choice)
        self.refresh_from_db()
        return bool(is_chosen)
