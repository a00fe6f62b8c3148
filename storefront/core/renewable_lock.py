"""Taking turns at long work: a lock in the cache that its holder renews, so that a dead holder's ends soon."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache


class RenewableLock:
    """A turn that is held."""

    def __init__(self, name: str, life: float) -> None:
        self._name, self._life = name, life
        self._owner = secrets.token_hex(8)

    def take(self) -> bool:
        """Whether it was free, and is ours now."""
        return bool(cache.add(self._name, self._owner, self._life))

    def renew(self, *_: object) -> None:
        """Hold it for another life, if it is still ours."""
        if cache.get(self._name) == self._owner:
            cache.touch(self._name, self._life)

    def give_back(self) -> None:
        """Let others have it; a turn that has passed to somebody else stays theirs."""
        if cache.get(self._name) == self._owner:
            cache.delete(self._name)


@contextmanager
def renewable_lock(name: str, *, life: float) -> Iterator[RenewableLock | None]:
    """Hold the turn of this name, or get None while another does. One who dies gives it back after `life` seconds."""
    mine = RenewableLock(name, life)
    if not mine.take():
        yield None
        return
    try:
        yield mine
    finally:
        mine.give_back()
