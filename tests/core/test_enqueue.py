"""Enqueueing never blocks the caller: an unreachable or hanging broker is given up."""

import logging
import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery

from storefront.core.coordination import enqueue

LIMIT = 0.2  # seconds that the broker is given
PATIENCE = 10.0  # seconds: far more than that, less than the fifteen that a hanging one takes by itself


def never() -> None:
    """A task that never runs."""


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a Redis that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.django_db
@pytest.mark.usefixtures("commits")
@pytest.mark.parametrize("kind", ["hanging", "gone"])
def test_a_broker_that_is_gone_or_hangs_is_given_up(kind: str, hanging: str, caplog: pytest.LogCaptureFixture) -> None:
    # given
    app = Celery(broker=hanging if kind == "hanging" else "redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = {"visibility_timeout": 7200}
    enqueue.fail_fast(app, seconds=LIMIT)
    task = app.task(name="never")(never)
    # when
    started = time.monotonic()
    with caplog.at_level(logging.WARNING):
        enqueue.enqueue_on_commit(task)
    # then
    assert time.monotonic() - started < PATIENCE
    assert [record.args for record in caplog.records] == [("never", "OperationalError")]
