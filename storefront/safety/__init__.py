"""What goes with what, and what suits whom: pure functions over product facts.

This room imports nothing of ours and no framework. Read attributes with `facts.read_facts`, then ask
`verdicts`, `listing` and `stages`. The rules themselves are data: `rules.toml`.
"""
