"""Every Prometheus counter and histogram. Label values are names from the code, never a person or a product."""

import os
from collections.abc import Mapping
from pathlib import Path

from prometheus_client import Counter, Histogram, values
from prometheus_client.core import GaugeMetricFamily

from storefront.core.coordination.process_slots import ProcessSlots

# Read from the environment, since Celery's signals count tasks before Django's settings are loaded.
if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    values.ValueClass = values.MultiProcessValue(ProcessSlots(Path(folder)))  # type: ignore[no-untyped-call]

# Seconds to minutes: Saleor repeats a failed webhook after 10, 30, 70, 150 and 310 seconds.
_LONG_BUCKETS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)

SALEOR_CALLS = Counter("gradual_saleor_calls", "Calls to Saleor", ["operation", "outcome"])
SALEOR_SECONDS = Histogram("gradual_saleor_seconds", "Seconds that Saleor took", ["operation"])
WEBHOOKS = Counter("gradual_webhooks", "Webhooks received from Saleor", ["subject", "outcome"])
WEBHOOK_LAG_SECONDS = Histogram(
    "gradual_webhook_lag_seconds",
    "Seconds between Saleor issuing an event and the shop receiving it",
    ["subject"],
    buckets=_LONG_BUCKETS,
)
FRESHNESS_SECONDS = Histogram(
    "gradual_freshness_seconds", "Seconds between receiving a change and storing it", ["kind"], buckets=_LONG_BUCKETS
)
RECONCILE_REPAIRS = Counter("gradual_reconcile_repairs", "Rows repaired by reconciling: missed webhooks", ["kind"])
EMAILS = Counter("gradual_emails", "Emails by kind and outcome", ["kind", "outcome"])
CHECKOUTS_NOT_ADDING_UP = Counter(
    "gradual_checkouts_not_adding_up", "Checkouts whose lines and total did not agree", ["outcome"]
)
UNEXPLAINED_TOTALS = Counter(
    "gradual_unexplained_totals", "Sums shown whose rows leave a part of the total unexplained", ["subject"]
)
RATE_LIMITED = Counter("gradual_rate_limited", "Attempts refused by a rate limit", ["limit"])
REQUESTS = Counter("gradual_requests", "Requests by route name", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("gradual_request_seconds", "Seconds to make a response", ["route"])
TASKS = Counter("gradual_tasks", "Tasks by outcome", ["task", "outcome"])
TASK_SECONDS = Histogram("gradual_task_seconds", "Seconds that a task ran", ["task"])


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    """Return one gauge without labels."""
    return GaugeMetricFamily(name, text, value=value)


def labelled_gauge(name: str, text: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """Return one gauge with a value for each value of `label`."""
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
