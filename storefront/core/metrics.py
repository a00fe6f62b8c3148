"""Everything that is counted, for Prometheus, in one place: labels are names of ours, never a person or a product."""

import os
from pathlib import Path

from prometheus_client import Counter, Histogram, values

from storefront.core.process_slots import ProcessSlots

# Made before the settings are: Celery tells us of its tasks from its first moment on.
if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    values.ValueClass = values.MultiProcessValue(ProcessSlots(Path(folder)))  # type: ignore[no-untyped-call]

# Seconds to minutes: an event that was not taken comes again after 10, 30, 70, 150 and 310 seconds.
SLOW = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)

SALEOR_CALLS = Counter("gradual_saleor_calls", "Calls to Saleor", ["operation", "outcome"])
SALEOR_SECONDS = Histogram("gradual_saleor_seconds", "How long Saleor took", ["operation"])
WEBHOOKS = Counter("gradual_webhooks", "Posts from Saleor", ["subject", "outcome"])
WEBHOOK_LAG_SECONDS = Histogram(
    "gradual_webhook_lag_seconds",
    "From Saleor's issuing of an event to our having heard of it",
    ["subject"],
    buckets=SLOW,
)
FRESHNESS_SECONDS = Histogram(
    "gradual_freshness_seconds", "From hearing of a change to our row", ["kind"], buckets=SLOW
)
RECONCILE_FINDS = Counter("gradual_reconcile_finds", "Rows that reconciling mended: missed webhooks", ["kind"])
MAILS = Counter("gradual_mails", "Mails by kind and outcome", ["kind", "outcome"])
RATE_LIMITED = Counter("gradual_too_often", "Tries turned away by one of our own limits", ["limit"])
REQUESTS = Counter("gradual_requests", "Requests answered, by the name of their route", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("gradual_request_seconds", "How long an answer took to make", ["route"])
TASKS = Counter("gradual_tasks", "Tasks run, by how they ended", ["task", "outcome"])
TASK_SECONDS = Histogram("gradual_task_seconds", "How long a task ran", ["task"])
