"""Queueing work for after the commit. The row that was written is the promise; the queue only makes it soon."""

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def after_commit(task: "Task[..., Any]", *args: object) -> None:
    """Queue `task` once the transaction has committed. A broker that is away is no error: the beat asks again."""

    def publish() -> None:
        try:
            task.apply_async(args=args)
        except OperationalError as error:
            logger.warning("%s waits for the beat: %s", task.name, type(error).__name__)

    transaction.on_commit(publish)
