"""What is seen of tasks: the id of the request that queued them goes along, and each run is counted."""

import time
from typing import Any

from celery import signals

from storefront.seeing import metrics, request_id

_HEADER = "request_id"
_running: dict[str, tuple[Any, float]] = {}


def connect() -> None:
    """Have Celery tell us of what it queues and runs."""
    signals.before_task_publish.connect(_send_along)
    signals.task_prerun.connect(_begin)
    signals.task_postrun.connect(_end)


def _send_along(headers: dict[str, Any], **_: object) -> None:
    headers.setdefault(_HEADER, request_id.current())


def _begin(task_id: str, task: Any, **_: object) -> None:
    came_with = request_id.fit(getattr(task.request, _HEADER, None))
    under = request_id.under(came_with or request_id.fit(request_id.current()) or request_id.new())
    under.__enter__()
    _running[task_id] = (under, time.perf_counter())


def _end(task_id: str, task: Any, state: str | None = None, **_: object) -> None:
    under, started = _running.pop(task_id, (None, 0.0))
    metrics.TASKS.labels(task.name, (state or "lost").lower()).inc()
    if under is not None:
        metrics.TASK_SECONDS.labels(task.name).observe(time.perf_counter() - started)
        under.__exit__(None, None, None)
