"""A slow Saleor never holds all threads of a web process."""

import threading
from collections.abc import Callable, Iterator

import pytest

from storefront.saleor.client import concurrency
from storefront.saleor.client.concurrency import CallLimit
from storefront.saleor.client.errors import Unavailable


@pytest.fixture
def start() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Run functions in threads of their own, and wait for all of them at the end."""
    threads: list[threading.Thread] = []

    def run(function: Callable[[], None]) -> None:
        threads.append(threading.Thread(target=function))
        threads[-1].start()

    yield run
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(("threads", "places"), [(1, 1), (2, 1), (4, 3), (8, 6), (16, 12)])
def test_a_quarter_of_the_threads_is_left_for_reading(threads: int, places: int) -> None:
    # given
    limit = CallLimit()
    # when
    limit.set_places(threads)
    # then
    assert limit._places == places


def test_when_all_places_are_taken_by_slow_calls_the_next_is_refused(
    monkeypatch: pytest.MonkeyPatch, start: Callable[[Callable[[], None]], None]
) -> None:
    # given
    monkeypatch.setattr(concurrency, "SLOW_SECONDS", 0.05)
    limit, is_inside, is_done = CallLimit(1), threading.Event(), threading.Event()

    def call_slowly() -> None:
        with limit.hold_place():
            is_inside.set()
            is_done.wait()

    start(call_slowly)
    is_inside.wait()
    # when
    with pytest.raises(Unavailable), limit.hold_place():
        pass
    is_done.set()
    # then, as soon as it has ended, the next call goes through
    monkeypatch.setattr(concurrency, "SLOW_SECONDS", 60.0)
    with limit.hold_place():
        assert len(limit._started) == 1
    assert limit._started == {}


def test_a_call_inside_a_call_needs_no_second_place() -> None:
    # given
    limit = CallLimit(1)
    # when
    with limit.hold_place(), limit.hold_place():
        places = len(limit._started)
    # then
    assert places == 1


def test_workers_have_no_limit() -> None:
    # given
    limit = CallLimit()
    # when
    with limit.hold_place():
        places = len(limit._started)
    # then
    assert places == 0
