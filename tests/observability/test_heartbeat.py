"""Workers and beat touch their heartbeat file while they work."""

import os
from pathlib import Path

import pytest

from tests.workers import broker, celery, eventually, working

__all__ = ["broker"]
pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def put_back(file: Path) -> None:
    """Set the file's time to an hour ago."""
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 3600))


def test_a_worker_that_speaks_with_its_broker_renews_its_file_by_itself(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    with working(SIGN_OF_LIFE=str(alive)):
        assert eventually(alive.exists)
        put_back(alive)
        old = alive.stat().st_mtime
        assert eventually(lambda: alive.stat().st_mtime > old)


def test_a_beat_renews_its_file_with_what_it_queues(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    command = ("beat", "-l", "WARNING", "--pidfile=", "--schedule", str(tmp_path / "schedule"))
    with celery(*command, SIGN_OF_LIFE=str(alive)):
        assert eventually(alive.exists)
