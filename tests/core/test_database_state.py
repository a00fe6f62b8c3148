"""Commands on a database that cannot be used say what to do, instead of a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from storefront.core.management import database_state

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        ("sqlite:///{folder}/empty.sqlite3", database_state.NOT_MIGRATED),
        ("postgres://nobody@127.0.0.1:1/none", "Start it, or correct DATABASE_URL."),
    ],
)
def test_a_command_says_in_a_sentence_what_the_database_lacks(tmp_path: Path, database: str, sentence: str) -> None:
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": database.format(folder=tmp_path)}

    command = [sys.executable, "manage.py", "payment_attempts"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_an_error_on_a_sound_database_keeps_its_traceback() -> None:
    assert database_state.explain(DatabaseError("a fault")) is None


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # ends the process if one is missing
