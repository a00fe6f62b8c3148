"""What goes with what, and what suits whom: pure functions over product facts.

This package imports neither Django nor another package of the project. `facts.read_facts` reads a product's
attributes; `verdicts`, `listing` and `stages` judge the facts. The rules themselves are data, in `rules.toml`.
"""
