"""Enqueue tasks after a commit. The committed row is what counts; the queue only makes the work start soon."""

import logging
from typing import Any

from celery import Celery, Task
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_PENDING_SECONDS = 5  # a lost task blocks the next one for this long after its countdown


def fail_fast(app: Celery, *, seconds: float) -> None:
    """Limit how long a web process waits for the broker, to about `seconds`. Workers keep Celery's own patience."""
    app.conf.broker_transport_options = {
        **app.conf.broker_transport_options,
        "socket_timeout": seconds,
        "socket_connect_timeout": seconds,
        # Kombu retries the connection even when a task is sent with retry=False.
        "max_retries": 1,
        "interval_start": 0,
        "interval_max": 0,
        "connect_retries_timeout": seconds,
    }
    app.conf.task_publish_retry = False


def enqueue_on_commit(task: "Task[..., Any]", *args: object, countdown: float = 0.0, pending_key: str = "") -> None:
    """Enqueue `task` once the transaction has committed, to run after `countdown` seconds.

    With `pending_key`, a cache key, nothing is enqueued while an earlier one has not started; the task has to delete
    the key when it starts. The key is checked after the commit, so that a pending task sees what was committed.

    When the broker is unreachable the task is only logged: every caller has written a row that a periodic task
    picks up.
    """

    def publish() -> None:
        if pending_key and not cache.add(pending_key, True, countdown + _PENDING_SECONDS):
            return
        try:
            task.apply_async(args=args, countdown=countdown, retry=False)
        except (OperationalError, RedisError) as error:
            logger.warning("%s could not be enqueued and waits for beat: %s", task.name, type(error).__name__)

    transaction.on_commit(publish, robust=True)
