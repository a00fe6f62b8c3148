"""The cache while Redis is unreachable."""

import socket
from collections.abc import Iterator

import pytest

from storefront.core.coordination import cache as cache_module
from storefront.core.coordination.cache import FailOpenRedisCache
from storefront.core.coordination.wait_budget import wait_budget

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _no_outage_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_retry_at", {})


@pytest.fixture
def silent_redis() -> Iterator[str]:
    """The address of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_the_shop_goes_on_with_a_cache_of_its_own() -> None:
    # given
    away = FailOpenRedisCache(NOWHERE, {"OPTIONS": {"socket_connect_timeout": 1}})
    # when
    nothing = away.get("product", "nothing")
    away.set("product", 1)
    # then
    assert nothing == "nothing"
    assert away.get_many(["product"]) == {"product": 1}
    assert [away.add("lock", 1), away.add("lock", 1)] == [True, False]
    assert away.incr("product") == 2
    assert [away.delete("product"), away.delete("product")] == [True, False]
    with pytest.raises(ValueError, match="not found"):
        away.incr("product")


@pytest.mark.django_db
def test_a_redis_that_hangs_costs_one_wait_and_not_one_per_call(silent_redis: str) -> None:
    # given
    cache = FailOpenRedisCache(silent_redis, {"OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}})
    # when
    with wait_budget() as budget:
        for number in range(30):
            cache.set(str(number), number)
        left = budget.left
    # then one wait was counted; thirty would have used up the budget of 5 s
    assert 0 < left < 4.8


def test_what_an_earlier_outage_left_is_gone_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    away = FailOpenRedisCache(NOWHERE, {"OPTIONS": {"socket_connect_timeout": 1}})
    away.set("product", "old price")
    # when Redis came back and failed again
    monkeypatch.setattr(cache_module, "_retry_at", {})
    # then
    assert away.get("product") is None
