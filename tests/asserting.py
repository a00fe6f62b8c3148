"""Guards against assertions that hold because there was nothing to check."""

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def non_empty(items: Iterable[Item]) -> list[Item]:
    """Return `items` as a list; fail if there are none."""
    found = list(items)
    assert found, "nothing to check"
    return found
