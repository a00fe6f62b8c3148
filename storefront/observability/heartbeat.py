"""Heartbeat files: workers and beat touch the file SIGN_OF_LIFE while they work, for a container health check.

The file gets old when a worker lost its broker, or when beat has enqueued nothing: its schedule always has something
due within 15 seconds.
"""

from pathlib import Path

from celery import signals
from django.conf import settings


def connect() -> None:
    """Connect to the Celery signals that show a healthy worker or beat."""
    signals.heartbeat_sent.connect(_renew)
    signals.beat_init.connect(_renew_with_each_task)


def _renew_with_each_task(**_: object) -> None:
    signals.after_task_publish.connect(_renew)


def _renew(**_: object) -> None:
    if settings.SIGN_OF_LIFE:
        Path(settings.SIGN_OF_LIFE).touch()
