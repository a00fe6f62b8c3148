"""Queueing work for after the commit. The row that was written is the promise; the queue only makes it soon."""

import logging
from typing import Any

from celery import Celery, Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def fail_fast(app: Celery, *, seconds: float) -> None:
    """For a process that only queues: how long it waits for the broker, about. (A worker's waiting is its work.)"""
    app.conf.broker_transport_options = {
        **app.conf.broker_transport_options,
        "socket_timeout": seconds,
        "socket_connect_timeout": seconds,
        # Kombu's own tries to connect, which it makes even where a task is sent with retry=False.
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0,
        "connect_retries_timeout": seconds,
    }
    app.conf.task_publish_retry = False


def enqueue_on_commit(task: "Task[..., Any]", *args: object) -> None:
    """Queue `task` once the transaction has committed. A broker that is away is no error: the beat asks again."""

    def publish() -> None:
        try:
            task.apply_async(args=args)
        except OperationalError as error:
            logger.warning("%s waits for the beat: %s", task.name, type(error).__name__)

    transaction.on_commit(publish)
