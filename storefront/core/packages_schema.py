"""The tables of installed packages, ready made for a new SQLite database.

Wagtail's and Django's migrations take nine seconds of CPU time on an empty database, and always give the same tables
and rows. `packages_schema.sql` holds those, with a hash of the migrations that made them. With other migrations, or in
a database that is not empty, nothing is loaded and `migrate` does all the work.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

FILE = Path(__file__).with_suffix(".sql")
_OURS = ("storefront", "education")


def load() -> bool:
    """Create the tables in an empty SQLite database, and return whether that was done."""
    if connection.vendor != "sqlite" or not is_current():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute("SELECT count(*) FROM sqlite_master")
        if cursor.fetchone() != (0,):
            return False
        for statement in statements():
            cursor.execute(statement)
        cursor.execute("UPDATE django_migrations SET applied = CURRENT_TIMESTAMP")
    return True


def is_current() -> bool:
    """Whether the file was made from the migrations that are installed."""
    with FILE.open(encoding="utf-8") as file:
        return file.readline() == f"{_first_line()}\n"


def write() -> None:
    """Write the file: run the packages' migrations on the connected database, which is empty and in SQLite."""
    executor = MigrationExecutor(connection)
    packages = {app.label for app in _packages()}
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in packages])
    statements = "".join(f"{statement};\n" for statement in _dumped(connection.connection))
    FILE.write_text(f"{_first_line()}\n{statements}", encoding="utf-8")


def _first_line() -> str:
    digest = hashlib.sha256(f"{django.get_version()} {settings.LANGUAGE_CODE}".encode())
    for app in _packages():
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"\n{app.label}/{path.name}\n".encode() + path.read_bytes())
    return f"-- Made by `make schema` from the migrations of installed packages, {digest.hexdigest()[:16]}"


def _packages() -> list[AppConfig]:
    others = [app for app in apps.get_app_configs() if app.name.partition(".")[0] not in _OURS]
    return sorted((app for app in others if (Path(app.path) / "migrations").is_dir()), key=lambda app: app.label)


def statements() -> Iterator[str]:
    """Return the statements of the file."""
    statement = ""
    for line in FILE.read_text(encoding="utf-8").splitlines(keepends=True)[1:]:
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _dumped(database: sqlite3.Connection) -> Iterator[str]:
    """Every table, then the rows, indexes and triggers. SQLite makes the tables behind virtual ones itself."""
    shadows = {name for name, kind in database.execute("SELECT name, type FROM pragma_table_list") if kind == "shadow"}
    made = database.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    tables = [(name, sql) for kind, name, sql in made if kind == "table" and name not in shadows]
    yield from (sql for _, sql in tables)
    for table, sql in tables:
        if not sql.startswith("CREATE VIRTUAL"):
            columns = [f'quote("{column[1]}")' for column in database.execute(f'PRAGMA table_info("{table}")')]
            for row in database.execute(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY rowid'):  # noqa: S608
                yield f'INSERT INTO "{table}" VALUES({",".join(row)})'
    yield from (sql for kind, _, sql in made if kind != "table")
