"""A Redis cache that fails open: when Redis is unreachable it behaves like an empty cache.

Nothing is kept only in the cache. Without Redis every process gets every lock, so the work behind each lock is safe to
run twice: absolute quantities, conditional updates, rows compared before they are written.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, with the answers of an empty cache instead of connection errors."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default`."""
        return _or(default, lambda: super(FailOpenRedisCache, self).get(key, default, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Return the values that exist."""
        return _or({}, lambda: super(FailOpenRedisCache, self).get_many(keys, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value if the key is new, and return whether it was; always True without Redis."""
        return _or(True, lambda: super(FailOpenRedisCache, self).add(key, value, timeout, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        _or(None, lambda: super(FailOpenRedisCache, self).set(key, value, timeout, version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Store the values and return the keys that could not be stored."""
        return _or(list(data), lambda: super(FailOpenRedisCache, self).set_many(data, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete the key and return whether it existed."""
        return _or(False, lambda: super(FailOpenRedisCache, self).delete(key, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Extend the key's lifetime and return whether it existed."""
        return _or(True, lambda: super(FailOpenRedisCache, self).touch(key, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Return the new number. Raises ValueError when the key is missing, and without Redis."""
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            raise ValueError(f"Key {key!r} not found") from error

    def clear(self) -> None:
        """Empty the cache."""
        _or(None, super().clear)


def _or(otherwise: T, call: Callable[[], T]) -> T:
    try:
        return call()
    except RedisError as error:
        logger.warning("the cache is unreachable: %s", type(error).__name__)
        return otherwise
