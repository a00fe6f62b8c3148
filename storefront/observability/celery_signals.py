"""What is seen of tasks: the request id and the trace of what queued them go along, and each run is counted."""

import time
from contextlib import ExitStack
from typing import Any

from celery import signals

from storefront.core import metrics
from storefront.observability import request_id, traces

_HEADER = "request_id"
_running: dict[str, tuple[ExitStack, traces.OptionalSpan, float]] = {}


def connect() -> None:
    """Have Celery tell us of what it queues and runs."""
    signals.setup_logging.connect(_leave_logging_alone)
    signals.before_task_publish.connect(_send_along)
    signals.task_prerun.connect(_begin)
    signals.task_postrun.connect(_end)
    signals.worker_process_init.connect(_trace)


def _leave_logging_alone(**_: object) -> None:
    """While anybody listens, Celery sets up no logging of its own: LOG_LEVEL and LOG_FORMAT hold for its processes."""


def _trace(**_: object) -> None:
    traces.begin()


def _send_along(headers: dict[str, Any], **_: object) -> None:
    headers.setdefault(_HEADER, request_id.current())
    traces.send_along(headers)


def _begin(task_id: str, task: Any, **_: object) -> None:
    came_with = request_id.fit(getattr(task.request, _HEADER, None))
    traced = getattr(task.request, "traceparent", None)
    run = ExitStack()
    run.enter_context(request_id.under(came_with or request_id.fit(request_id.current()) or request_id.new()))
    span = traces.span(f"task {task.name}", kind="CONSUMER", came_with={"traceparent": traced} if traced else None)
    _running[task_id] = (run, run.enter_context(span), time.perf_counter())


def _end(task_id: str, task: Any, state: str | None = None, **_: object) -> None:
    outcome = (state or "lost").lower()
    metrics.TASKS.labels(task.name, outcome).inc()
    if task_id in _running:
        run, tale, started = _running.pop(task_id)
        metrics.TASK_SECONDS.labels(task.name).observe(time.perf_counter() - started)
        tale.ended(outcome, well=outcome != "failure")
        run.close()
