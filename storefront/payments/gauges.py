"""Gauges about payment attempts that have not ended well yet."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import Metric

from storefront.core.metrics import gauge, labelled_gauge
from storefront.payments.attempts import open_attempts, overdue_attempts
from storefront.payments.models import HOLDING_MONEY, PaymentAttempt


def payment_gauges() -> Iterator[Metric]:
    """Return open attempts by state, charges without an order, and the age in seconds of the oldest money held."""
    by_state = dict(open_attempts().values_list("state").annotate(Count("pk")).order_by())
    oldest = PaymentAttempt.objects.filter(state__in=HOLDING_MONEY).aggregate(first=Min("holding_since"))["first"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    yield labelled_gauge("gradual_attempts_open", "Payment attempts in progress or holding money", "state", by_state)
    text = "Attempts that hold money without an order for longer than CHARGE_WITHOUT_ORDER_MINUTES: alert an operator"
    yield gauge("gradual_charges_without_order", text, overdue_attempts().count())
    yield gauge("gradual_charge_without_order_seconds", "Age of the oldest money held without an order", age)
