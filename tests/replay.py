"""Drive a journey that many tests begin with once, and replay what it has left behind in the tests after it.

The pages of the cart and checkout take a fifth of a second from the product to the payment page. The first test that
needs them drives them; what they wrote to the database, the cache, the mailbox and the browser's cookies is recorded
and put back for the next test, also several journeys in a row. A test that changed anything before, or may have (rows,
settings, patches, the time, the transport to Saleor, its browser), drives them itself. So does every test on
PostgreSQL.
"""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, TypeVar, cast

import pytest
import time_machine
from django.conf import UserSettingsHolder, settings
from django.core import mail
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.mail import EmailMessage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from storefront.saleor.client import api

T = TypeVar("T")
MAX_AGE = 600.0  # seconds: prices hold for an hour, and a session's times go on
_MAY_CHANGE_ANYTHING = {"monkeypatch", "settings", "live_server"}

_READS = ("SELECT", "PRAGMA")


@dataclass(frozen=True)
class _Recording:
    at: float
    statements: list[tuple[str, Any, bool]]
    cookies: SimpleCookie
    cached: dict[str, Any]
    cached_until: dict[str, Any]
    emails: list[EmailMessage]
    result: Any


@dataclass
class _Test:
    """The test that runs now: its room, and the state that it began with or that its last journey has left."""

    room: str = ""
    may_replay: bool = False
    journeys: tuple[str, ...] = ()
    changes: int | None = None
    cookies: str = ""


_test = _Test()
_recordings: dict[tuple[object, ...], _Recording] = {}


def begin(item: pytest.Item) -> None:
    """Note the state in which a test begins."""
    _test.room = item.path.parent.name
    _test.journeys, _test.cookies = (), ""
    _test.changes = _changes()
    _test.may_replay = not _MAY_CHANGE_ANYTHING & _requested_fixtures(item)


def _requested_fixtures(item: pytest.Item) -> set[str]:
    """Return the fixtures that the test and our fixtures ask for; those of plugins ask for more."""
    if not isinstance(item, pytest.Function):
        return set(_MAY_CHANGE_ANYTHING)
    info = item._fixtureinfo
    ours = [each for found in info.name2fixturedefs.values() for each in found if each.func.__module__[:5] == "tests"]
    marked = [name for mark in item.iter_markers("usefixtures") for name in mark.args]
    return {*info.argnames, *marked, *(name for each in ours for name in each.argnames)}


def replayed(client: Client, journey: str, drive: Callable[[], T]) -> T:
    """Return what `drive` returns, after driving the journey or replaying a recording of it.

    `client` is the browser that goes on from there; `journey` names what it does.
    """
    if not _may_replay(client):
        return drive()
    journeys = (*_test.journeys, journey)
    key = (journeys, _test.room, BaseDatabaseWrapper.on_commit.__name__)
    recording = _recordings.get(key)
    if recording is None or recording.at < time.monotonic() - MAX_AGE:
        recording = _record(client, drive)
        if not connection.run_on_commit:
            _recordings[key] = recording
    else:
        _replay(client, recording)
    _test.journeys, _test.changes, _test.cookies = journeys, _changes(), client.cookies.output()
    return cast(T, recording.result)


def _may_replay(client: Client) -> bool:
    return (
        _test.may_replay
        and connection.vendor == "sqlite"
        and connection.in_atomic_block
        and _test.changes is not None
        and _test.changes == _changes()
        and not connection.run_on_commit
        and client.cookies.output() == _test.cookies
        and not client.defaults
        and not isinstance(vars(settings)["_wrapped"], UserSettingsHolder)
        and not time_machine.escape_hatch.is_travelling()
        and len(api._clients) <= 1
    )


def _record(client: Client, drive: Callable[[], object]) -> _Recording:
    statements: list[tuple[str, Any, bool]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if not sql.lstrip().upper().startswith(_READS):
            statements.append((sql, params, many))
        return result

    with connection.execute_wrapper(keep):
        result = drive()
    return _Recording(
        at=time.monotonic(),
        statements=statements,
        cookies=copy.deepcopy(client.cookies),
        cached=dict(_store()._cache),
        cached_until=dict(_store()._expire_info),
        emails=list(mail.outbox),
        result=result,
    )


def _replay(client: Client, recording: _Recording) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in recording.statements:
            if many:
                cursor.executemany(sql, params)
            else:
                cursor.execute(sql, params)
            if "RETURNING" in sql:
                cursor.fetchall()
    client.cookies = copy.deepcopy(recording.cookies)
    _store()._cache.update(recording.cached)
    _store()._expire_info.update(recording.cached_until)
    mail.outbox[:] = recording.emails


def _store() -> Any:
    """The cache in memory, whose entries have no public name."""
    return caches[DEFAULT_CACHE_ALIAS]


def _changes() -> int | None:
    """The number of rows that this connection to SQLite has changed so far; None without such a connection."""
    if connection.vendor != "sqlite" or connection.connection is None:
        return None
    return int(connection.connection.total_changes)
