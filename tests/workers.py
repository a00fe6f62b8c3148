"""Real Celery workers in their own processes, on this test's database and Redis.

Import the fixtures in a conftest or test module: `from tests.workers import broker, worker`.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from storefront.celery import app

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300.0  # seconds


def eventually(true: Callable[[], bool], *, within: float = PATIENCE) -> bool:
    """Return whether the condition becomes true within so many seconds."""
    deadline, pause = time.monotonic() + within, threading.Event()
    while not true():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.1)
    return True


@pytest.fixture
def broker() -> Iterator[None]:
    """Tasks go to the real Redis, which starts empty."""
    if not settings.REDIS_URL:
        pytest.skip("no Redis is named: `make services` brings one")
    app.conf.task_always_eager = False
    Redis.from_url(settings.REDIS_URL).flushdb()
    yield
    app.conf.task_always_eager = True


@pytest.fixture
def worker(broker: None) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker for all queues."""
    with working() as process:
        yield process


@contextmanager
def working(**settings_of_its_own: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker process with the shop's settings; stopped at the end unless it was killed."""
    with celery("worker", "-c", "1", "-l", "INFO", **settings_of_its_own) as process:
        yield process


@contextmanager
def celery(*command: str, **settings_of_its_own: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery process with the shop's settings."""
    with shop_process("celery", "-A", "storefront", *command, **settings_of_its_own) as process:
        yield process


@contextmanager
def shop_process(module: str, *command: str, **settings_of_its_own: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Python module as a process with the shop's settings and this test's database and Redis."""
    used = connection.settings_dict
    host, port = used["OPTIONS"].get("host") or used["HOST"], used["PORT"] or 5432
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "REDIS_URL": settings.REDIS_URL,
        "DATABASE_URL": f"postgres://{used['USER']}:{used['PASSWORD']}@/{used['NAME']}?host={host}&port={port}",
        "VAR_DIR": str(settings.VAR_DIR),
        **settings_of_its_own,
    }
    whole = [sys.executable, "-m", module, *command]
    with subprocess.Popen(whole, cwd=ROOT, env=environment, start_new_session=True) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.terminate()
