"""Gauges about emails: how many are in each state."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import Metric

from storefront.core.metrics import labelled_gauge
from storefront.emails.models import Email


def email_gauges() -> Iterator[Metric]:
    """Return the number of emails by state."""
    states = dict(Email.objects.values_list("state").annotate(Count("pk")).order_by())
    yield labelled_gauge("gradual_emails_by_state", "Emails by state", "state", states)
