"""The outbox: a row is claimed by one process, comes due again after a failure, and has an end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from storefront.core.coordination.outbox import Backoff
from storefront.orders.models import GuestLookup

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=2)
BACKOFF = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=1), max_attempts=4)


@pytest.fixture
def row(db: None) -> GuestLookup:
    """A row that is due."""
    return GuestLookup.objects.create(language="en-gb")


def claimed(row: GuestLookup) -> GuestLookup:
    """The row, claimed."""
    found = GuestLookup.objects.claim(row.pk, lease=LEASE)
    assert found is not None
    return found


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_processes_that_claim_a_row_at_the_same_time_only_one_gets_it(row: GuestLookup) -> None:
    # given
    start = threading.Barrier(2)

    def claim() -> bool:
        try:
            start.wait(120)
            return GuestLookup.objects.claim(row.pk, lease=LEASE) is not None
        finally:
            connection.close()

    # when
    with ThreadPoolExecutor(2) as threads:
        claims = [threads.submit(claim) for _ in range(2)]
    # then
    assert sorted(each.result() for each in claims) == [False, True]
    row.refresh_from_db()
    assert row.attempts == 1


@pytest.mark.database
def test_a_claimed_row_is_neither_due_nor_claimed_until_its_lease_ends(row: GuestLookup) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        claimed(row)
        assert GuestLookup.objects.claim(row.pk, lease=LEASE) is None
        assert GuestLookup.objects.due(limit=10) == []

        clock.shift(LEASE)

        assert GuestLookup.objects.due(limit=10) == [row.pk]
        assert claimed(row).attempts == 2


def test_a_claim_is_limited_to_its_query_set(row: GuestLookup) -> None:
    assert GuestLookup.objects.filter(language="de-de").claim(row.pk, lease=LEASE) is None
    assert GuestLookup.objects.filter(language="en-gb").claim(row.pk, lease=LEASE) is not None


def test_a_released_row_can_be_claimed_again(row: GuestLookup) -> None:
    assert claimed(row).release()

    assert claimed(row).attempts == 2


def test_a_row_whose_time_has_not_come_is_not_claimed(row: GuestLookup) -> None:
    GuestLookup.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))

    assert GuestLookup.objects.claim(row.pk, lease=LEASE) is None
    assert GuestLookup.objects.due(limit=10) == []


def test_the_longest_due_come_first_and_no_more_than_the_limit(row: GuestLookup) -> None:
    older = GuestLookup.objects.create(language="en-gb", next_attempt_at=timezone.now() - timedelta(hours=1))

    assert GuestLookup.objects.due(limit=10) == [older.pk, row.pk]
    assert GuestLookup.objects.due(limit=1) == [older.pk]


@pytest.mark.database
def test_a_failed_row_is_due_again_after_the_back_off(row: GuestLookup) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert claimed(row).retry_later(BACKOFF)
        assert GuestLookup.objects.due(limit=10) == []

        clock.shift(BACKOFF.first * 1.2)

        assert GuestLookup.objects.due(limit=10) == [row.pk]


def test_a_finished_row_and_one_that_was_given_up_are_never_due_again(row: GuestLookup) -> None:
    other = GuestLookup.objects.create(language="en-gb")
    claimed(row).finish(token_hash="done")
    assert claimed(other).give_up()

    with time_machine.travel(timezone.now() + timedelta(days=365)):
        assert GuestLookup.objects.due(limit=10) == []
    row.refresh_from_db()
    assert row.token_hash == "done"


def test_a_process_whose_lease_ended_cannot_undo_what_the_next_one_does(row: GuestLookup) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        slow = claimed(row)
        clock.shift(LEASE)
        next_one = claimed(row)

        assert not slow.retry_later(BACKOFF)
        assert not slow.give_up()
        assert not slow.finish_if_claimed(token_hash="late")
        assert not slow.release()

    row.refresh_from_db()
    assert row.token_hash == ""
    assert row.leased_until == next_one.leased_until
    assert row.next_attempt_at == next_one.next_attempt_at


def test_a_process_whose_lease_ended_may_still_record_that_the_work_is_done(row: GuestLookup) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        slow = claimed(row)
        clock.shift(LEASE)
        next_one = claimed(row)

        slow.finish(token_hash="done")

        assert not next_one.retry_later(BACKOFF)
        assert GuestLookup.objects.due(limit=10) == []


def test_waits_double_up_to_the_longest_and_vary_by_a_fifth() -> None:
    for attempts, minutes in ((1, 1), (2, 2), (5, 16), (7, 60), (1000, 60)):
        waits = [BACKOFF.wait_after(attempts) for _ in range(50)]
        assert min(waits) >= timedelta(minutes=minutes) * 0.8
        assert max(waits) <= timedelta(minutes=minutes) * 1.2
        assert len(set(waits)) > 1


def test_attempts_end_at_the_maximum_if_there_is_one() -> None:
    assert [BACKOFF.is_exhausted(attempts) for attempts in (3, 4, 5)] == [False, True, True]
    endless = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=1))
    assert not endless.is_exhausted(10_000)
