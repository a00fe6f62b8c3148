"""A request waits a bounded time in sum, whatever it waits for."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from django.test import Client

from storefront.core.coordination import wait_budget
from storefront.core.coordination.locks import wait_for_lock


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wait_budget, "WAIT_SECONDS", 0.6)
    monkeypatch.setattr(wait_budget.WaitBudget.__init__, "__defaults__", (0.6,))


@pytest.fixture
def locked_sqlite(tmp_path: Path) -> Iterator[ConnectionHandler]:
    """A database that another process writes to for as long as the test runs."""
    path = tmp_path / "locked.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE cart (quantity int)")
        other.commit()
        other.execute("BEGIN IMMEDIATE")
        options = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
        handler = ConnectionHandler(
            {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}}
        )
        yield handler
        handler["default"].close()
    other.close()


@pytest.mark.django_db
def test_a_locked_sqlite_and_held_locks_share_one_budget(
    locked_sqlite: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(wait_budget, "connection", locked_sqlite["default"])
    failures = 0
    # when
    with wait_budget.wait_budget() as budget:
        for _ in range(5):
            try:
                with locked_sqlite["default"].cursor() as cursor:
                    cursor.execute("INSERT INTO cart VALUES (1)")
            except OperationalError:
                failures += 1
        with (
            wait_for_lock("cart-change", "session", wait=10, ttl=60) as first,
            wait_for_lock("cart-change", "session", wait=10, ttl=60) as second,
        ):
            pass
    # then
    assert failures == 5
    assert budget.left == 0.0
    assert (first, second) == (True, False)


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_slow_postgresql_is_stopped_when_the_budget_is_spent() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("no PostgreSQL is named: `make services` brings one")
    # given
    stopped = 0
    # when
    with wait_budget.wait_budget() as budget:
        for _ in range(3):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SAVEPOINT waiting")
                    cursor.execute("SELECT pg_sleep(30)")
            except OperationalError:
                stopped += 1
                connection.cursor().execute("ROLLBACK TO SAVEPOINT waiting")
    # then
    assert (stopped, budget.left) == (3, 0.0)
    # and a later request has its full time again
    with wait_budget.wait_budget(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("600ms",)


@pytest.mark.django_db
def test_a_database_that_fails_is_a_503_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("education.search.views.search_site", locked)
    # when
    response = Client(raise_request_exception=False).get("/search/?q=gel")
    # then
    assert response.status_code == 503
