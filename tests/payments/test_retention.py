"""Payment attempts end: settled ones after 180 days, and those that hold money never before they are settled."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from storefront.core.markets import all_markets
from storefront.payments.attempts import begin_attempt
from storefront.payments.models import DummyPayment, PaymentAttempt, State
from storefront.payments.retention import KEEP_SETTLED_FOR, erase_attempts
from storefront.payments.tasks import delete_old_payments

pytestmark = pytest.mark.django_db
SETTLED = {State.ORDERED, State.REFUSED, State.FAILED, State.REFUNDED, State.CLOSED_MANUALLY}


def attempt(state: State, *, age: timedelta, number: str = "") -> int:
    made = begin_attempt(
        f"checkout-{state}-{age}-{number}",
        amount=Decimal(1),
        currency="GBP",
        gateway="",
        provider_data={},
        payer_secret="secret",
        market=all_markets()[0],
    )
    changed = timezone.now() - age
    PaymentAttempt.objects.filter(pk=made.pk).update(
        state=state, updated_at=changed, created_at=changed, order_number=number
    )
    return made.pk


@pytest.mark.parametrize("state", State)
def test_only_settled_attempts_end(state: State) -> None:
    old = attempt(state, age=KEEP_SETTLED_FOR + timedelta(days=1))
    young = attempt(state, age=KEEP_SETTLED_FOR - timedelta(days=1))
    delete_old_payments()
    delete_old_payments()
    left = set(PaymentAttempt.objects.filter(pk__in=(old, young)).values_list("pk", flat=True))
    assert left == ({young} if state in SETTLED else {old, young})


def test_old_test_payments_end() -> None:
    row = DummyPayment.objects.create(reference="r", transaction_id="t", kind="CHARGE", amount=1, currency="GBP")
    DummyPayment.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=31))
    delete_old_payments()
    assert not DummyPayment.objects.filter(pk=row.pk).exists()


def test_a_customers_settled_attempts_go_with_the_account() -> None:
    gone = attempt(State.ORDERED, age=timedelta(0), number="7391")
    kept = attempt(State.CHARGED_NO_ORDER, age=timedelta(0), number="7391")
    others = attempt(State.ORDERED, age=timedelta(0), number="7392")
    erase_attempts(order_numbers=["7391", ""], payer_secret=None)
    assert set(PaymentAttempt.objects.filter(pk__in=(gone, kept, others)).values_list("pk", flat=True)) == {
        kept,
        others,
    }


def test_it_is_done_every_day() -> None:
    assert "storefront.payments.tasks.delete_old_payments" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
