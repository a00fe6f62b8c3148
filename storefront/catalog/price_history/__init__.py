"""Our own history of prices, and the prior price that a reduction is compared with (docs/decisions/0040)."""
