"""How long payment attempts are kept, and what goes with a customer's account."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from storefront.payments.attempts import hash_payer
from storefront.payments.models import FAILED_STATES, DummyPayment, PaymentAttempt, State

KEEP_SETTLED_FOR = timedelta(days=180)  # card holders may dispute a payment for 120 days
KEEP_TEST_PAYMENTS_FOR = timedelta(days=30)
# Nothing more happens to these. The others hold money, or may, and are kept until an operator has settled them.
_SETTLED = (*FAILED_STATES, State.ORDERED, State.REFUNDED, State.CLOSED_MANUALLY)


def prune() -> int:
    """Delete attempts that were settled KEEP_SETTLED_FOR ago, and old test payments; return how many rows went."""
    now = timezone.now()
    settled = PaymentAttempt.objects.filter(state__in=_SETTLED, updated_at__lt=now - KEEP_SETTLED_FOR)
    return settled.delete()[0] + DummyPayment.objects.filter(created_at__lt=now - KEEP_TEST_PAYMENTS_FOR).delete()[0]


def erase_attempts(*, order_numbers: Collection[str], payer_secret: str | None) -> None:
    """Delete the settled attempts of a customer who deletes their account. Saleor keeps the payments of orders."""
    own = Q(order_number__in=[number for number in order_numbers if number])
    if payer_secret:
        own |= Q(payer_hash=hash_payer(payer_secret))
    PaymentAttempt.objects.filter(own, state__in=_SETTLED).delete()
