"""A Redis cache that fails open: while Redis is unreachable, each process has a small cache of its own instead.

Nothing is kept only in the cache. Without Redis a lock or a rate limit holds within one process, so the work behind
each lock is safe to run twice: absolute quantities, conditional updates, rows compared before they are written.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from storefront.core.coordination import wait_budget

logger = logging.getLogger(__name__)
T = TypeVar("T")

RETRY_SECONDS = 5.0
"""After a failure Redis is not asked for this long: the calls of a request must not wait one after the other."""
_retry_at: dict[str, float] = {}
"""When each Redis that failed may be asked again. Django makes a cache object per thread; this is per process."""


class FailOpenRedisCache(BaseCache):
    """Django's Redis cache, with a cache in the process's memory while Redis does not answer."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._name = str(server)
        self._redis = RedisCache(server, params)
        self._local = LocMemCache(f"instead of {server}", {})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default`."""
        return self._ask(lambda cache: cache.get(key, default, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Return the values that exist."""
        return self._ask(lambda cache: cache.get_many(keys, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value if the key is new, and return whether it was."""
        return self._ask(lambda cache: cache.add(key, value, timeout, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._ask(lambda cache: cache.set(key, value, timeout, version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Store the values and return the keys that could not be stored."""
        return self._ask(lambda cache: cache.set_many(data, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete the key and return whether it existed."""
        return self._ask(lambda cache: cache.delete(key, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Extend the key's lifetime and return whether it existed."""
        return self._ask(lambda cache: cache.touch(key, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Return the new number. Raises ValueError when the key is missing."""
        return self._ask(lambda cache: cache.incr(key, delta, version))

    def clear(self) -> None:
        """Empty the cache."""
        self._ask(lambda cache: cache.clear())

    def _ask(self, call: Callable[[BaseCache], T]) -> T:
        if _retry_at.get(self._name, 0.0) > time.monotonic():
            return call(self._local)
        started = time.monotonic()
        try:
            answer = call(self._redis)
        except RedisError as error:
            logger.warning("the cache is unreachable: %s", type(error).__name__)
            if self._name not in _retry_at:
                self._local.clear()  # of what an earlier outage left
            _retry_at[self._name] = time.monotonic() + RETRY_SECONDS
            wait_budget.spend(time.monotonic() - started)
            return call(self._local)
        _retry_at.pop(self._name, None)
        return answer
