"""What changes at a date that is known beforehand: publication, the start of sale, the end of a preorder.

Saleor sends no event when such a date comes. So the next date of each product is kept, and the product is read again
then; so are all categories and collections when a collection is published. Promotions need no date: Saleor works out
their prices when they start and end, and sends an event then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from storefront.catalog.sync.refresh_queue import PendingRefresh

Kind = PendingRefresh.Kind

CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""Saleor's clock may be this much behind ours: a date that has just come may have had no effect there yet."""
LOOK_AGAIN_AFTER = timedelta(seconds=3)


def time_to_look(date: datetime | None, *, asked_at: datetime) -> datetime | None:
    """When to look at what had not changed yet when Saleor was asked; None if its date is long past, or not known."""
    if date is None or date <= asked_at - CLOCKS_DIFFER_BY:
        return None
    return max(date, asked_at + LOOK_AGAIN_AFTER)


class ScheduledChangeQuerySet(models.QuerySet["ScheduledChange"]):
    """How dates are kept and come due."""

    def plan(self, dates: Mapping[str, datetime], *, kind: Kind = Kind.PRODUCT) -> None:
        """Keep the next date of each entity, by `saleor_id`; an earlier one that is known already stays."""
        known = dict(self.filter(kind=kind, saleor_id__in=dates).values_list("saleor_id", "due_at"))
        self.bulk_create(
            [
                ScheduledChange(kind=kind, saleor_id=saleor_id, due_at=due_at)
                for saleor_id, due_at in sorted(dates.items())
                if saleor_id not in known or due_at < known[saleor_id]
            ],
            update_conflicts=True,
            unique_fields=["kind", "saleor_id"],
            update_fields=["due_at"],
        )

    def mark_due(self) -> int:
        """Mark for refresh what has a date that has come. Returns how many."""
        due = list(self.filter(due_at__lte=timezone.now()))
        for row in due:
            PendingRefresh.objects.mark(Kind(row.kind), [row.saleor_id])
        if due:
            # The refresh plans the next date.
            self.filter(pk__in=[row.pk for row in due]).delete()
        return len(due)


class ScheduledChange(models.Model):
    """The next date at which something changes without an edit; `kind` and `saleor_id` are as a `PendingRefresh`'s."""

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PRODUCT)
    saleor_id = models.CharField(max_length=255, blank=True)
    due_at = models.DateTimeField(db_index=True)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "saleor_id"], name="one_scheduled_change_per_entity")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.saleor_id} at {self.due_at}"
