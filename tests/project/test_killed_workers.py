"""A worker killed in the middle of its work loses nothing, since rows are what counts."""

import os
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from storefront.catalog.models import Offer, PendingRefresh, Product
from storefront.catalog.tasks import refresh_marked
from storefront.emails import outbox
from storefront.emails.models import Email, EmailPayload
from storefront.emails.tasks import send_due_emails
from storefront.emails.webhooks import CONFIRM_ACCOUNT
from tests.sandbox import merchant
from tests.workers import broker, eventually, working

__all__ = ["broker"]
pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(300)
        yield server


def kill(process_group: int) -> None:
    """Kill the worker and its children with SIGKILL."""
    os.killpg(process_group, signal.SIGKILL)


def test_an_email_whose_worker_was_killed_is_sent_by_the_next_one(silent: socket.socket) -> None:
    # given: a worker that hangs while it speaks to the mail server
    with working(EMAIL_URL=f"smtp://127.0.0.1:{silent.getsockname()[1]}") as worker:
        posted = outbox.enqueue(CONFIRM_ACCOUNT, EmailPayload(to="sam@example.com"), language="en-gb", dedupe_key="1")
        call, _ = silent.accept()
        kill(worker.pid)
        call.close()
    assert posted is not None
    letter = Email.objects.filter(pk=posted.pk)
    assert letter.get().state == Email.State.WAITING
    # when: its lease is over, and the beat asks
    letter.update(leased_until=None)
    with working(EMAIL_URL="filemail://"):
        send_due_emails.delay()
        # then
        assert eventually(lambda: letter.get().state == Email.State.SENT)


def test_a_change_whose_reader_was_killed_and_whose_queue_was_emptied_still_arrives(silent: socket.socket) -> None:
    # given: a worker that hangs while it asks Saleor what has changed
    product = Product.objects.get(slug="everyday-water-based-gel-100-ml")
    merchant.set_price("DEMO-W01", "uk", Decimal("9.25"))
    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, [product.saleor_id])
    PendingRefresh.objects.update(marked_at=timezone.now() - timedelta(minutes=1))
    address = f"http://127.0.0.1:{silent.getsockname()[1]}/graphql/"
    with working(SALEOR_API_URL=address, SALEOR_QUERY_TIMEOUT="60") as worker:
        refresh_marked.delay()
        call, _ = silent.accept()
        kill(worker.pid)
        call.close()
    assert PendingRefresh.objects.exists()
    # when
    broker_is_emptied()
    with working():
        refresh_marked.delay()
        # then
        offers = Offer.objects.filter(variant__product=product, channel="uk")
        assert eventually(lambda: offers.values_list("price", flat=True).get() == Decimal("9.25"))
        assert eventually(lambda: not PendingRefresh.objects.exists())


def broker_is_emptied() -> None:
    """Empty Redis, locks included."""

    Redis.from_url(settings.REDIS_URL).flushdb()
