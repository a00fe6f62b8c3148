"""The ready-made tables of packages are what migrations make, and never touch a database that has tables."""

import sqlite3

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from storefront.core import packages_schema

SEARCH = "wagtailsearch_indexentry"  # full-text search has other columns and tables on each database


@pytest.fixture
def ready_made() -> sqlite3.Connection:
    """A database of its own with the ready-made tables."""
    database = sqlite3.connect(":memory:")
    for statement in packages_schema.statements():
        database.execute(statement)
    return database


def test_they_were_made_from_the_installed_migrations() -> None:
    assert packages_schema.is_current(), "run `make schema`"


def test_with_other_migrations_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.get_version", lambda: "5.2.99")

    assert not packages_schema.is_current()
    assert not packages_schema.load()


@pytest.mark.django_db
@pytest.mark.database
def test_a_database_with_tables_is_not_changed() -> None:
    before = connection.introspection.table_names()

    assert before
    assert not packages_schema.load()
    assert connection.introspection.table_names() == before


@pytest.mark.django_db
@pytest.mark.postgresql
def test_they_are_what_real_migrations_make(ready_made: sqlite3.Connection) -> None:
    recorded = set(ready_made.execute("SELECT app, name FROM django_migrations"))
    packages = {app for app, _ in recorded}
    assert recorded == {key for key in MigrationRecorder(connection).applied_migrations() if key[0] in packages}
    assert ("wagtailcore", "0001_initial") in recorded

    tables = [name for (name,) in ready_made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    compared = [name for name in tables if not name.startswith((SEARCH, "sqlite_"))]
    assert len(compared) > 40
    with connection.cursor() as cursor:
        for name in compared:
            migrated = {
                (column.name, bool(column.null_ok))
                for column in connection.introspection.get_table_description(cursor, name)
            }
            described = ready_made.execute(f'PRAGMA table_info("{name}")')
            assert {(column[1], not column[3]) for column in described} == migrated, name


@pytest.mark.django_db
@pytest.mark.database
def test_roles_have_the_same_permissions_in_any_order_of_migrations() -> None:
    allowed = {
        group.name: set(group.permissions.filter(content_type__app_label="wagtaildocs").values_list("codename"))
        for group in Group.objects.all()
    }

    assert {"Authors", "Clinical reviewers", "Merchants"} <= allowed.keys()
    assert not allowed["Authors"] | allowed["Clinical reviewers"] | allowed["Merchants"]
