"""A cache whose loss is no error: with Redis away it is an empty one, and the shop goes on.

Nothing that counts is kept only in the cache. A lock is given to everybody meanwhile: what stands behind each lock is
safe when done twice (absolute quantities, conditional updates, rows that are compared before they are written).
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
    """Django's Redis cache, forgiving."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default`."""
        return _or(default, lambda: super(FailOpenRedisCache, self).get(key, default, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Those that are there."""
        return _or({}, lambda: super(FailOpenRedisCache, self).get_many(keys, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether it was not there: always, with Redis away."""
        return _or(True, lambda: super(FailOpenRedisCache, self).add(key, value, timeout, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep it, if that can be done."""
        _or(None, lambda: super(FailOpenRedisCache, self).set(key, value, timeout, version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Keep them; those that could not be."""
        return _or(list(data), lambda: super(FailOpenRedisCache, self).set_many(data, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Whether it was there."""
        return _or(False, lambda: super(FailOpenRedisCache, self).delete(key, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether it was there."""
        return _or(True, lambda: super(FailOpenRedisCache, self).touch(key, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The new number; ValueError when it is not there, as with Redis away."""
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            raise ValueError(f"Key {key!r} not found") from error

    def clear(self) -> None:
        """Forget everything."""
        _or(None, super().clear)


def _or(otherwise: T, do: Callable[[], T]) -> T:
    try:
        return do()
    except RedisError as error:
        logger.warning("the cache is away: %s", type(error).__name__)
        return otherwise
