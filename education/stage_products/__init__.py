"""Products of stages: what editors pick, what the shop adds by rule, and which stages a product belongs to."""
