"""Was this helpful? Counts only: one row for a guide and an answer. Nothing says who answered, when, or what else."""
