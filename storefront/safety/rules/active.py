"""Which rules are in force in this process. The catalogue loads what was edited at the desk and calls `use_rules`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from storefront.safety.rules.packaged import PACKAGED
from storefront.safety.rules.table import Rules

_in_force: list[Rules] = [PACKAGED]
_for_preview: ContextVar[Rules | None] = ContextVar("safety rules for a preview", default=None)


def active_rules() -> Rules:
    """Return the rules to judge by."""
    return _for_preview.get() or _in_force[0]


def use_rules(rules: Rules) -> None:
    """Judge by these rules from now on, in every thread of this process."""
    _in_force[0] = rules


@contextmanager
def judging_by(rules: Rules) -> Iterator[None]:
    """Judge by other rules inside the block, in this thread alone."""
    token = _for_preview.set(rules)
    try:
        yield
    finally:
        _for_preview.reset(token)
