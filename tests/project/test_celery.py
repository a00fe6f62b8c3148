"""Tasks on a real Redis, done by a real worker in a process of its own."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from storefront.catalog.models import Offer, Product
from storefront.catalog.tasks import sync_product
from storefront.celery import app
from storefront.sandbox import merchant

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it comes true within a minute."""
    deadline, pause = time.monotonic() + SECONDS, threading.Event()
    while not true():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.1)
    return True


@pytest.fixture
def broker() -> Iterator[str]:
    """Tasks go to the real Redis, each parallel test process to a database of its own in it."""
    if not settings.REDIS_URL:
        pytest.skip("no Redis is named: `make services` brings one")
    before = (app.conf.task_always_eager, app.conf.broker_url)
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    address = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    app.conf.update(task_always_eager=False, broker_url=address)
    yield address
    app.conf.update(task_always_eager=before[0], broker_url=before[1])


@pytest.fixture
def worker(broker: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process on this test's database."""
    used = connection.settings_dict
    host, port = used["OPTIONS"].get("host") or used["HOST"], used["PORT"] or 5432
    environment = {
        **os.environ,
        "REDIS_URL": broker,
        "DATABASE_URL": f"postgres://{used['USER']}:{used['PASSWORD']}@/{used['NAME']}?host={host}&port={port}",
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "storefront",
        "worker",
        "-Q",
        "catalog",
        "-c",
        "1",
        "-l",
        "WARNING",
    ]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603
        yield process
        process.terminate()


def price_of(slug: str) -> Decimal | None:
    return Offer.objects.filter(variant__product__slug=slug, channel="uk").values_list("price", flat=True).first()


@pytest.mark.usefixtures("worker")
def test_a_queued_task_is_done_by_the_worker() -> None:
    # given
    product = Product.objects.get(slug="everyday-water-based-gel-100-ml")
    merchant.set_price("DEMO-W01", "uk", Decimal("8.25"))
    # when
    sync_product.delay(product.saleor_id)
    # then
    assert eventually(lambda: price_of(product.slug) == Decimal("8.25"))


def test_a_task_that_is_queued_twice_leaves_the_same(worker: subprocess.Popen[bytes]) -> None:
    # given
    product = Product.objects.get(slug="everyday-water-based-gel-100-ml")
    merchant.set_price("DEMO-W01", "uk", Decimal("8.75"))
    # when
    sync_product.delay(product.saleor_id)
    sync_product.delay(product.saleor_id)
    # then
    assert eventually(lambda: price_of(product.slug) == Decimal("8.75"))
    assert worker.poll() is None
