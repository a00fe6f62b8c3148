"""Request IDs, logs, traces, health checks and the metrics endpoint, without personal data and product names."""
