"""What processes share and wait for: cache, locks, limits, work for later."""
