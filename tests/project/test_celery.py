"""Tasks on a real Redis, run by a real worker in its own process."""

import subprocess
from decimal import Decimal

import pytest
from django.conf import settings
from redis import Redis

from storefront.catalog.models import Offer, PendingRefresh, Product
from storefront.catalog.tasks import refresh_marked
from storefront.emails.tasks import send_due_emails
from tests.sandbox import merchant
from tests.workers import broker, eventually, worker

__all__ = ["broker", "worker"]
pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]


def price_of(slug: str) -> Decimal | None:
    return Offer.objects.filter(variant__product__slug=slug, channel="uk").values_list("price", flat=True).first()


def test_a_queued_task_is_done_by_the_worker_and_twice_leaves_the_same(worker: "subprocess.Popen[bytes]") -> None:
    # given
    product = Product.objects.get(slug="everyday-water-based-gel-100-ml")
    merchant.set_price("DEMO-W01", "uk", Decimal("8.75"))
    # when
    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, [product.saleor_id])
    refresh_marked.delay()
    refresh_marked.delay()
    # then
    assert eventually(lambda: price_of(product.slug) == Decimal("8.75"))
    assert worker.poll() is None


@pytest.mark.usefixtures("broker")
def test_a_task_goes_into_the_queue_of_its_purpose_and_into_no_other() -> None:
    send_due_emails.delay()

    with Redis.from_url(settings.REDIS_URL) as redis:
        depths = {queue.name: redis.llen(queue.name) for queue in settings.CELERY_TASK_QUEUES}
    assert depths == {"default": 0, "catalog": 0, "orders": 0, "mail": 1}
