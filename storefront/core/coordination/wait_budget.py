"""How long one web request may wait for locks, the cache and the database: WAIT_SECONDS in sum.

Each single wait has a limit of a few seconds, but a request has many of them. Without a common budget a locked database
holds a thread of the web server for a minute. Workers and commands have no budget.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

WAIT_SECONDS = 5.0
_NOTICEABLE_SECONDS = 0.2
"""A statement that takes longer has probably waited. Shorter ones are work and cost no budget."""
_MIN_SECONDS = 0.05
"""With nothing left, a healthy database still answers the error page's own queries in this time."""


@dataclass(slots=True)
class WaitBudget:
    """The seconds that a request may still wait."""

    left: float = WAIT_SECONDS


_budget: ContextVar[WaitBudget | None] = ContextVar("wait_budget", default=None)
_limits: WeakKeyDictionary[BaseDatabaseWrapper, tuple[Any, int]] = WeakKeyDictionary()
"""The driver's connection of each database, and the time limit in milliseconds that it has now."""


def limit_wait(seconds: float) -> float:
    """Return how many of these seconds the current request may wait."""
    budget = _budget.get()
    return seconds if budget is None else min(seconds, budget.left)


def spend(seconds: float) -> None:
    """Subtract a wait from the current request's budget, if it has one."""
    budget = _budget.get()
    if budget is not None:
        budget.left = max(budget.left - seconds, 0.0)


@contextmanager
def wait_budget() -> Iterator[WaitBudget]:
    """Give the code inside the block one budget for all its waits."""
    budget = WaitBudget()
    token = _budget.set(budget)
    try:
        with connection.execute_wrapper(_execute_within_budget):
            yield budget
    finally:
        _budget.reset(token)


def wait_budget_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request a budget."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with wait_budget():
            return get_response(request)

    return middleware


def _execute_within_budget(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    _limit_database(context["connection"], limit_wait(WAIT_SECONDS))
    started = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.monotonic() - started
        if seconds > _NOTICEABLE_SECONDS:
            spend(seconds)


def _limit_database(database: BaseDatabaseWrapper, seconds: float) -> None:
    """Let the database's next statement wait (SQLite) or take (PostgreSQL) at most this long."""
    milliseconds = int(max(seconds, _MIN_SECONDS) * 1000)
    raw = database.connection
    limited, limit = _limits.get(database, (None, 0))
    if raw is None or (limited is raw and limit == milliseconds) or database.needs_rollback:
        return
    if database.vendor == "sqlite":
        raw.execute(f"PRAGMA busy_timeout = {milliseconds}")
    elif raw.info.transaction_status == TransactionStatus.INERROR:
        return  # only a rollback is possible now
    else:
        raw.execute(f"SET statement_timeout = {milliseconds}")
    _limits[database] = (raw, milliseconds)
