"""The filled test database, kept aside once and put back after tests that write outside a transaction."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.db import connection


class Shared:
    """A filled SQLite database in a file, which the first of several test processes makes while the others wait."""

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock = lock
        self.is_made = path.exists()
        if self.is_made or connection.vendor != "sqlite":
            self._release()

    def pour(self) -> None:
        """Fill this process's test database from the file."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as kept:
            kept.backup(connection.connection)

    def keep(self) -> None:
        """Write this process's filled test database to the file, for the others."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.path)) as kept:
                connection.connection.backup(kept)
        self._release()

    def _release(self) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_UN)


@contextmanager
def shared(folder: Path) -> Iterator[Shared]:
    """The filled database of this test run; waits while another process is making it."""
    with (folder / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Shared(folder / "filled.sqlite3", lock)


def take() -> Callable[[], None]:
    """Keep the database as it is now; what is returned puts it back."""
    return _take_sqlite() if connection.vendor == "sqlite" else _take_postgresql()


def _take_sqlite() -> Callable[[], None]:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(kept)

    def put_back() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return put_back


def _take_postgresql() -> Callable[[], None]:
    name = connection.settings_dict["NAME"]
    kept = f"{name}_kept"

    def copy(*, source: str, target: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for database in (source, target):
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = %s AND pid <> pg_backend_pid()",
                    [database],
                )
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    copy(source=name, target=kept)
    return lambda: copy(source=kept, target=name)
