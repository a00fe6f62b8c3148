"""Cache, locks, rate limits, the outbox and background work: what processes share and wait for."""
