"""No request of a visitor is answered by a 5xx. `make fuzz` sends 100,000, the run a few."""

import os
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.test import Client

from education.models import GuidePage
from tests.accounts.customer import EMAIL, Customer
from tests.cart.shopper import CONDOMS, GEL, variant_id
from tests.checkout.purchase import Payer, only_attempt
from tests.faults.journey import rolled_back
from tests.fuzz.requests import Generator, Sent, forms_of
from tests.project.test_every_address import VALUES, every_address
from tests.saleor.app.signing import jwks

COUNT = int(os.environ.get("FUZZ", "250"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
SHARDS = 4 if COUNT > 10_000 else 1  # for parallel processes
PER_BLOCK = 100  # requests until everything is as before
ALLOWED = ("/readyz",)  # says that a part of this machine is away


@pytest.fixture
def personas(db: None, commits: None) -> list[Client]:
    """A reader, a guest about to pay, a guest who has paid, and a signed-in customer with an order."""
    guest, buyer, customer = Payer(), Payer(), Customer()
    buyer.reach_payment()
    buyer.pay_and_follow("success")
    customer.email = EMAIL
    customer.register()
    customer.confirm()
    customer.add(CONDOMS)
    guest.reach_payment()
    return [Client(), guest.client, buyer.client, customer.client]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_request_is_answered_by_a_5xx(personas: list[Client], shard: int) -> None:
    attempt = only_attempt()
    forms = forms_of(
        variant=variant_id(GEL),
        guide=GuidePage.objects.live().values_list("pk", flat=True)[0],
        order=attempt.order_number,
        attempt=str(attempt.uuid),
        key="0",
    )
    generator = Generator(SEED * SHARDS + shard, addresses=every_address(VALUES), forms=forms)
    kept = [client.cookies.output(header="", sep=";") for client in personas]
    statuses: Counter[int] = Counter()
    failures: list[str] = []
    with exceptions() as raised:
        for done in range(0, COUNT // SHARDS, PER_BLOCK):
            cache.clear()
            cache.set(f"saleor-jwks:{settings.SALEOR_API_URL}", jwks())
            for client, cookies in zip(personas, kept, strict=True):
                client.cookies = SimpleCookie(cookies)
            with rolled_back():
                for _ in range(min(PER_BLOCK, COUNT // SHARDS - done)):
                    sent, client = generator.request(), generator.rng.choice(personas)
                    raised.clear()
                    status = answer(client, sent)
                    statuses[status] += 1
                    if status >= 500 and not sent.path.endswith(ALLOWED):
                        failures.append(f"{status} {sent!r:.600} {raised[-1] if raised else ''}")
    print(f"\nseed {SEED}, shard {shard}: {sum(statuses.values())} requests, {dict(sorted(statuses.items()))}")  # noqa: T201
    assert not failures, "\n\n".join(failures[:20])


def answer(client: Client, sent: Sent) -> int:
    """Send a request and return the status."""
    client.raise_request_exception = False
    before = SimpleCookie(client.cookies.output(header="", sep=";"))
    for name, value in sent.cookies.items():
        client.cookies[name] = value
    try:
        if sent.data is not None:
            return client.post(sent.path, sent.data, headers=sent.headers).status_code
        return client.generic(
            sent.method, sent.path, sent.body, content_type=sent.content_type, headers=sent.headers
        ).status_code
    finally:
        if sent.cookies:
            client.cookies = before


@contextmanager
def exceptions() -> Iterator[list[str]]:
    """Collect the last lines of what views raise."""
    raised: list[str] = []

    def note(**_: object) -> None:
        raised.append("".join(traceback.format_exc().splitlines(keepends=True)[-6:]))

    got_request_exception.connect(note)
    try:
        yield raised
    finally:
        got_request_exception.disconnect(note)


def test_the_same_seed_makes_the_same_requests() -> None:
    forms = forms_of(variant="x", guide=1, order="1", attempt=VALUES["uuid"], key="0")
    first, second = (Generator(7, addresses=["/", "/shop/"], forms=forms) for _ in range(2))

    assert [first.request().path for _ in range(50)] == [second.request().path for _ in range(50)]
