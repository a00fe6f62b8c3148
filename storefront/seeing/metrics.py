"""Everything that is counted, for Prometheus, in one place: labels are names of ours, never a person or a product."""

from prometheus_client import Counter, Gauge, Histogram

SALEOR_CALLS = Counter("gradual_saleor_calls", "Calls to Saleor", ["operation", "outcome"])
SALEOR_SECONDS = Histogram("gradual_saleor_seconds", "How long Saleor took", ["operation"])
WEBHOOKS = Counter("gradual_webhooks", "Posts from Saleor", ["subject", "outcome"])
FRESHNESS_SECONDS = Histogram("gradual_freshness_seconds", "From hearing of a change to our row", ["kind"])
RECONCILE_FINDS = Counter("gradual_reconcile_finds", "Rows that reconciling mended: missed webhooks", ["kind"])
MAILS = Counter("gradual_mails", "Mails by kind and outcome", ["kind", "outcome"])
ATTEMPTS = Counter("gradual_payment_attempts", "Payment attempts by the state they moved to", ["state"])
CHARGED_WITHOUT_ORDER = Gauge(
    "gradual_charged_without_order", "Payments held longer than the bound with no order: somebody must look"
)
