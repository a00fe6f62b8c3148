"""Rows that stand for work to do: claim, lease, back off, give up.

Write the row in the transaction that makes the work due: it survives a dead worker, an emptied queue and a service that
is unavailable. A task then claims the row, does the work and records the outcome; a periodic task queues every row that
is due. Work is done at least once: a worker that dies between the work and its record does it again.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

RowT = TypeVar("RowT", bound="LeasedModel", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How long to wait after each failed attempt: `first`, doubled each time, `longest` at most.

    Each wait varies by up to a fifth, so that rows that failed together are not retried together. `max_attempts` is
    the number of attempts after which the work is given up; None tries for as long as the row exists.
    """

    first: timedelta
    longest: timedelta
    max_attempts: int | None = None

    def wait_after(self, attempts: int) -> timedelta:
        """Return how long to wait after this many attempts (one or more)."""
        doublings = min(attempts - 1, 32)  # 2**32 seconds are longer than any wait, and timedelta overflows later
        wait: timedelta = min(self.first * 2**doublings, self.longest)
        return wait * random.uniform(0.8, 1.2)  # noqa: S311 - not a secret

    def is_exhausted(self, attempts: int) -> bool:
        """Whether no attempt is left."""
        return self.max_attempts is not None and attempts >= self.max_attempts


class LeasedQuerySet(models.QuerySet[RowT]):
    """Rows that one process at a time may work on."""

    def unclaimed(self, now: datetime) -> Self:
        """Return the rows without a current lease."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=now))

    def claim(self, pk: int, *, lease: timedelta) -> RowT | None:
        """Lease the row to this process and count the attempt; None if it is leased, not due or not in this query set.

        One conditional UPDATE: of two processes only one gets the row, on any database. A process that dies loses the
        row when the lease ends, so choose a lease longer than the longest attempt.
        """
        now = timezone.now()
        until = now + lease
        if not self.unclaimed(now).filter(pk=pk).update(leased_until=until, attempts=F("attempts") + 1):
            return None
        return self.filter(pk=pk, leased_until=until).first()


class OutboxQuerySet(LeasedQuerySet[RowT]):
    """Leased rows that also wait for their time."""

    def unclaimed(self, now: datetime) -> Self:
        """Return the rows that are due and have no current lease."""
        return super().unclaimed(now).filter(next_attempt_at__lte=now)

    def due(self, *, limit: int) -> list[int]:
        """Return the keys of at most `limit` rows that can be claimed now, the longest due first."""
        due = self.unclaimed(timezone.now()).order_by("next_attempt_at", "pk")
        return list(due.values_list("pk", flat=True)[:limit])


class LeasedModel(models.Model):
    """A row that one process at a time works on. `attempts` counts the claims; `leased_until` ends the current one."""

    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def update_if_claimed(self, **values: object) -> bool:
        """Write `values` unless the lease ended and another process has claimed the row; say whether it was written."""
        claimed = type(self)._default_manager.filter(pk=self.pk, leased_until=self.leased_until)
        return bool(claimed.update(**values))

    def release(self) -> bool:
        """End this process's lease."""
        return self.update_if_claimed(leased_until=None)


class OutboxModel(LeasedModel):
    """A leased row with a time for its next attempt; without one (NULL) nothing is left to do.

    The concrete model says what came of the work, in fields that it passes to `finish` or `give_up`.
    """

    next_attempt_at = models.DateTimeField(null=True, blank=True, default=timezone.now, db_index=True)

    class Meta:
        abstract = True

    def finish(self, **values: object) -> None:
        """Record that the work is done, even if another process has claimed the row: it must not be done again."""
        type(self)._default_manager.filter(pk=self.pk).update(**_no_more_attempts(values))

    def finish_if_claimed(self, **values: object) -> bool:
        """Record the outcome unless another process has claimed the row since; say whether it was recorded."""
        return self.update_if_claimed(**_no_more_attempts(values))

    def retry_later(self, backoff: Backoff) -> bool:
        """Make the row due again after the back-off; False if another process has claimed it since."""
        wait = backoff.wait_after(self.attempts)
        return self.update_if_claimed(next_attempt_at=timezone.now() + wait, leased_until=None)

    def give_up(self, **values: object) -> bool:
        """Record that the work will not be done; False if another process has claimed the row since."""
        return self.finish_if_claimed(**values)


def _no_more_attempts(values: Mapping[str, object]) -> dict[str, object]:
    return {"next_attempt_at": None, "leased_until": None, **values}
