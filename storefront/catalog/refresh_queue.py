"""What we have heard has changed at Saleor and not read again yet: a row for each entity, however often it is heard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone


class PendingRefreshQuerySet(models.QuerySet["PendingRefresh"]):
    """What is stale, asked for in words."""

    def hear(self, kind: str, saleor_ids: Iterable[str] = ("",)) -> None:
        """Note that these have changed: one statement, safe beside itself."""
        now = timezone.now()
        self.bulk_create(
            [
                PendingRefresh(kind=kind, saleor_id=saleor_id, heard_at=now, heard_first_at=now)
                for saleor_id in sorted(set(saleor_ids))
            ],
            update_conflicts=True,
            unique_fields=["kind", "saleor_id"],
            update_fields=["heard_at"],
        )

    def settled(self, *, quiet_since: datetime, first_before: datetime) -> PendingRefreshQuerySet:
        """Not heard of since `quiet_since`, or so often that waiting for quiet would take for ever; oldest first."""
        ripe = models.Q(heard_at__lte=quiet_since) | models.Q(heard_first_at__lte=first_before)
        return self.filter(ripe).order_by("heard_first_at", "pk")

    def refreshed(self, rows: Iterable[PendingRefresh]) -> None:
        """Strike out what was read anew; what has been heard of again since `rows` were taken stays."""
        for row in rows:
            if not self.filter(pk=row.pk, heard_at=row.heard_at).delete()[0]:
                self.filter(pk=row.pk).update(heard_first_at=models.F("heard_at"))


class PendingRefresh(models.Model):
    """Something to be read anew. `saleor_id` is a product's id, a channel's slug, an attribute's slug, or empty."""

    class Kind(models.TextChoices):
        """How much: `SECTIONS` is every category and collection; `EVERYTHING` is every channel."""

        PRODUCT = "product"
        ATTRIBUTE = "attribute"
        SECTIONS = "sections"
        CHANNEL = "channel"
        EVERYTHING = "everything"

    kind = models.CharField(max_length=20, choices=Kind)
    saleor_id = models.CharField(max_length=255, blank=True)
    heard_at = models.DateTimeField()
    heard_first_at = models.DateTimeField(db_index=True)

    objects = PendingRefreshQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "saleor_id"], name="one_stale_row_per_entity")]

    def __str__(self) -> str:
        return f"{self.kind} {self.saleor_id}".strip()
