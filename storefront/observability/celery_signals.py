"""Pass the request ID and the trace on to tasks, and count each task run."""

import time
from contextlib import ExitStack
from typing import Any

from celery import signals

from storefront.core import metrics
from storefront.observability import request_id, traces

_HEADER = "request_id"
_running: dict[str, tuple[ExitStack, traces.OptionalSpan, float]] = {}


def connect() -> None:
    """Connect to the Celery signals."""
    signals.setup_logging.connect(_keep_django_logging)
    signals.before_task_publish.connect(_add_headers)
    signals.task_prerun.connect(_begin)
    signals.task_postrun.connect(_end)
    signals.worker_process_init.connect(_trace)


def _keep_django_logging(**_: object) -> None:
    """Keep Django's logging: with a receiver connected, Celery does not configure its own."""


def _trace(**_: object) -> None:
    traces.start_tracing()


def _add_headers(headers: dict[str, Any], **_: object) -> None:
    headers.setdefault(_HEADER, request_id.current())
    traces.inject_trace(headers)


def _begin(task_id: str, task: Any, **_: object) -> None:
    incoming = request_id.valid_or_none(getattr(task.request, _HEADER, None))
    trace = getattr(task.request, "traceparent", None)
    run = ExitStack()
    run.enter_context(
        request_id.use_request_id(incoming or request_id.valid_or_none(request_id.current()) or request_id.new())
    )
    span = traces.span(f"task {task.name}", kind="CONSUMER", parent={"traceparent": trace} if trace else None)
    _running[task_id] = (run, run.enter_context(span), time.perf_counter())


def _end(task_id: str, task: Any, state: str | None = None, **_: object) -> None:
    outcome = (state or "lost").lower()
    metrics.TASKS.labels(task.name, outcome).inc()
    if task_id in _running:
        run, span, started = _running.pop(task_id)
        metrics.TASK_SECONDS.labels(task.name).observe(time.perf_counter() - started)
        span.finish(outcome, is_ok=outcome != "failure")
        run.close()
