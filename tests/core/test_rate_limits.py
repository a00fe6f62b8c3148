"""Rate limits: shared by processes, counted by a hash, and open when the cache is unreachable."""

import pytest
import time_machine
from django.core.cache import cache
from pytest_django import Settings

from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited

THREE = Limit(name="three-a-minute", most=3, seconds=60)


@pytest.fixture(autouse=True)
def _nine_o_clock() -> object:
    with time_machine.travel("2026-11-25T09:00:10Z", tick=False) as clock:
        yield clock


def spent(times: int, who: str = "sam@example.com") -> None:
    for _ in range(times):
        rate_limits.hit(THREE, who)


def test_what_is_more_than_allowed_is_refused_and_says_how_long_to_wait() -> None:
    spent(3)
    with pytest.raises(RateLimited) as often:
        rate_limits.hit(THREE, "sam@example.com")
    assert often.value.wait == 50


def test_each_address_has_its_own_count_regardless_of_case() -> None:
    spent(3)
    spent(3, "kim@example.com")
    with pytest.raises(RateLimited):
        rate_limits.hit(THREE, " Sam@Example.com")


def test_a_new_window_starts_at_zero() -> None:
    spent(3)
    with time_machine.travel("2026-11-25T09:01:00Z", tick=False):
        spent(3)


def test_what_is_forgiven_counts_no_longer() -> None:
    spent(3)
    rate_limits.reset(THREE, "sam@example.com")
    spent(3)


def test_no_address_is_readable_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest: keys.append(key) or add(key, *rest))  # type: ignore[func-returns-value]
    spent(1)
    (key,) = keys
    assert "sam" not in key
    assert "example" not in key


def test_without_redis_a_limit_holds_within_the_process(settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "storefront.core.coordination.cache.FailOpenRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    spent(3)
    with pytest.raises(RateLimited):
        spent(1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_household_counts_as_one(address: str, network: str) -> None:
    assert rate_limits.network(address) == network
