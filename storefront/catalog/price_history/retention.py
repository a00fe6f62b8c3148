"""How long prices are kept."""

from datetime import timedelta

from django.utils import timezone

from storefront.catalog.models import PricePeriod

KEPT = timedelta(days=3 * 366)
"""No reduction needs a price for longer than a month; the rest of the time it is the merchant's proof.

Claims about an announced reduction lapse after three years at most (§ 11 UWG, § 195 BGB).
"""


def prune() -> int:
    """Delete the prices that ended before KEPT. Returns how many. Safe to run twice."""
    return PricePeriod.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()[0]
