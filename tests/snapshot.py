"""The filled test database, kept aside once and put back after tests that write outside a transaction."""

import sqlite3
from collections.abc import Callable

from django.db import connection


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
