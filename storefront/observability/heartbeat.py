"""Signs of life: a worker and a beat renew the file SIGN_OF_LIFE while they do their work, so that whoever looks after
them can tell without starting a process of ours. It grows old when a worker no longer speaks with its broker, or when a
beat has queued nothing: something of its schedule is always due within 15 seconds.
"""

from pathlib import Path

from celery import signals
from django.conf import settings


def connect() -> None:
    """Have Celery tell us when it is well."""
    signals.heartbeat_sent.connect(_renew)
    signals.beat_init.connect(_renew_with_each_task)


def _renew_with_each_task(**_: object) -> None:
    signals.after_task_publish.connect(_renew)


def _renew(**_: object) -> None:
    if settings.SIGN_OF_LIFE:
        Path(settings.SIGN_OF_LIFE).touch()
