"""What changes at a date that is known beforehand: publication, the start of sale, the end of a preorder.

Saleor sends no event when such a date comes. So the next date of each product is kept, and the product is read again
then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils import timezone

from storefront.catalog.sync.refresh_queue import PendingRefresh


class ScheduledChangeQuerySet(models.QuerySet["ScheduledChange"]):
    """How dates are kept and come due."""

    def plan(self, dates: Mapping[str, datetime]) -> None:
        """Keep the next date of each product, by Saleor ID; an earlier one that is known already stays."""
        known = dict(self.filter(saleor_id__in=dates).values_list("saleor_id", "due_at"))
        self.bulk_create(
            [
                ScheduledChange(saleor_id=saleor_id, due_at=due_at)
                for saleor_id, due_at in sorted(dates.items())
                if saleor_id not in known or due_at < known[saleor_id]
            ],
            update_conflicts=True,
            unique_fields=["saleor_id"],
            update_fields=["due_at"],
        )

    def mark_due(self) -> int:
        """Mark the products whose date has come for refresh. Returns how many."""
        due = dict(self.filter(due_at__lte=timezone.now()).values_list("pk", "saleor_id"))
        if due:
            PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, due.values())
            # The refresh plans the product's next date.
            self.filter(pk__in=due).delete()
        return len(due)


class ScheduledChange(models.Model):
    """The next date at which a product changes by itself."""

    saleor_id = models.CharField(max_length=255, unique=True)
    due_at = models.DateTimeField(db_index=True)

    objects = ScheduledChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.saleor_id} at {self.due_at}"
