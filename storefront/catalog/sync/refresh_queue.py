"""The refresh queue and the state of syncs: what has yet to be read from Saleor.

The queue has one row for each entity that changed and was not re-read, however often it changed. The rows are what
counts. Redis only makes the work start soon; a periodic task picks up rows that it lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone


class PendingRefreshQuerySet(models.QuerySet["PendingRefresh"]):
    """How rows enter and leave the queue."""

    def mark(self, kind: PendingRefresh.Kind, saleor_ids: Iterable[str] = ("",)) -> None:
        """Mark entities for refresh, in one statement. Marking again renews `marked_at`; two processes may do it."""
        now = timezone.now()
        self.bulk_create(
            [
                PendingRefresh(kind=kind, saleor_id=saleor_id, marked_at=now, first_marked_at=now)
                for saleor_id in sorted(set(saleor_ids))
            ],
            update_conflicts=True,
            unique_fields=["kind", "saleor_id"],
            update_fields=["marked_at"],
        )

    def ready(self, *, quiet_since: datetime, marked_before: datetime) -> PendingRefreshQuerySet:
        """Rows marked once, rows not marked since `quiet_since`, or first marked before `marked_before`; oldest first.

        So the first change of an entity is read at once, and those that follow in a burst together.
        """
        is_new = models.Q(first_marked_at=models.F("marked_at"), was_read=False)
        is_ready = is_new | models.Q(marked_at__lte=quiet_since) | models.Q(first_marked_at__lte=marked_before)
        return self.filter(is_ready).order_by("first_marked_at", "pk")

    def done(self, rows: Iterable[PendingRefresh]) -> None:
        """Delete rows that were refreshed. A row that was marked again since it was loaded stays in the queue."""
        for row in rows:
            if not self.filter(pk=row.pk, marked_at=row.marked_at).delete()[0]:
                self.filter(pk=row.pk).update(first_marked_at=models.F("marked_at"), was_read=True)


class PendingRefresh(models.Model):
    """An entity to re-read. `saleor_id` is a product's ID, a channel's or attribute's slug, or empty.

    It `was_read` if it changed again while it was read: it then waits until it is quiet.
    """

    class Kind(models.TextChoices):
        """What to re-read: `SECTIONS` is every category and collection, `EVERYTHING` the whole catalogue."""

        PRODUCT = "product"
        ATTRIBUTE = "attribute"
        SECTIONS = "sections"
        CHANNEL = "channel"
        EVERYTHING = "everything"

    kind = models.CharField(max_length=20, choices=Kind)
    saleor_id = models.CharField(max_length=255, blank=True)
    marked_at = models.DateTimeField()
    first_marked_at = models.DateTimeField(db_index=True)
    was_read = models.BooleanField(default=False)

    objects = PendingRefreshQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "saleor_id"], name="one_pending_refresh_per_entity")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.saleor_id}".strip()


class SyncState(models.Model):
    """How far the sync of one channel has come. `finished_at` is None while a sync runs or after it was interrupted.

    `compared_at` is when the channel was last reconciled or synced, and `repaired` how many rows differed then.
    """

    channel = models.SlugField(max_length=255, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    products = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    repaired = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.channel
