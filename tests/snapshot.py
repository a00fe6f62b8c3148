"""The filled test database: made once a run, shared by its processes, put back after tests that write outside a
transaction.

Most of the making is migrating other people's apps. That result is kept in a file from run to run, for as long as the
pinned dependencies are the same; our own migrations are always applied on top. `python -m tests.snapshot` makes it.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
OURS = ("storefront", "education")
LOCK = hashlib.sha256((ROOT / "requirements" / "base.lock").read_bytes()).hexdigest()[:16]
FOUNDATION = ROOT / "var" / "tests" / f"foundation-{LOCK}.sqlite3"


class Shared:
    """A filled database that the first of several test processes makes while the others wait.

    For SQLite a file holds it, for PostgreSQL a database of its own, named in that file.
    """

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock = lock
        self.is_made = path.exists()
        if self.is_made:
            self._release()

    def pour(self) -> None:
        """Fill this process's test database from it."""
        if connection.vendor == "sqlite":
            _pour_sqlite(self.path)
        else:
            _copy_postgresql(source=self.path.read_text(), target=connection.settings_dict["NAME"])
        _clear_content_types()

    def keep(self) -> None:
        """Keep this process's filled test database for the others."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.path)) as kept:
                connection.connection.backup(kept)
        else:
            name = "gradual_filled"
            _copy_postgresql(source=connection.settings_dict["NAME"], target=name)
            self.path.write_text(name)
        self._release()

    def _release(self) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_UN)


@contextmanager
def shared(folder: Path) -> Iterator[Shared]:
    """The filled database of this test run; waits while another process is making it."""
    with (folder / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Shared(folder / "filled", lock)


def migrate() -> None:
    """Bring this process's test database to where the newest migrations leave it."""
    if connection.vendor == "sqlite":
        if not FOUNDATION.exists():
            subprocess.run([sys.executable, "-m", "tests.snapshot"], cwd=ROOT, check=True)
        _pour_sqlite(FOUNDATION)
        _clear_content_types()
    call_command("migrate", verbosity=0)


def take() -> Callable[[], None]:
    """Keep the database as it is now; what is returned puts it back."""
    return _take_sqlite() if connection.vendor == "sqlite" else _take_postgresql()


def _lay_foundation() -> None:
    """Migrate all apps that are not ours, in an empty database, into FOUNDATION."""
    others = [app for app in apps.get_app_configs() if app.name.partition(".")[0] not in OURS]
    for app in others:
        if (Path(app.path) / "migrations").is_dir():
            call_command("migrate", app.label, verbosity=0)
    made = FOUNDATION.with_suffix(f".{os.getpid()}")
    made.parent.mkdir(parents=True, exist_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(made)) as kept:
        connection.connection.backup(kept)
    made.rename(FOUNDATION)


def _clear_content_types() -> None:
    """Clear Django's cache of content types, which have other primary keys in the database that was copied here."""
    apps.get_model("contenttypes", "ContentType").objects.clear_cache()


def _pour_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as kept:
        kept.backup(connection.connection)


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
    _copy_postgresql(source=name, target=kept)
    return lambda: _copy_postgresql(source=kept, target=name)


def _copy_postgresql(*, source: str, target: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for database in (source, target):
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [database],
            )
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    django.setup()
    if not FOUNDATION.exists():
        _lay_foundation()
