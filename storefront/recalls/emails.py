"""Write to everyone who bought what is recalled (Regulation (EU) 2023/988, articles 35 and 36)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from storefront.core.coordination.outbox import Backoff
from storefront.core.markets import primary_language
from storefront.core.web.links import absolute_url
from storefront.emails import outbox
from storefront.emails.models import EmailKind, EmailPayload
from storefront.recalls.models import Recall
from storefront.saleor import orders
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.types import PlacedOrder

logger = logging.getLogger(__name__)

RECALL = EmailKind("recall")
LEASE = timedelta(minutes=5)  # longer than the task may take
BACKOFF = Backoff(
    first=timedelta(minutes=1), longest=timedelta(hours=1)
)  # retried without end, because the recall is about a danger
PAGES_PER_RUN = 20
_NEVER_SENT = frozenset({"CANCELED", "EXPIRED", "DRAFT"})


def write_to_buyers(pk: int) -> None:
    """Enqueue one email for each order of what is recalled, page by page. Safe to run twice and to interrupt.

    Each page's emails and the place reached are stored in one transaction, and an order has one email per recall.
    """
    recall = Recall.objects.claim(pk, lease=LEASE)
    if recall is None:
        return
    app = app_credentials()
    if app is None:
        logger.error("recall %s waits: the app is not installed in Saleor, so orders cannot be read", pk)
        recall.retry_later(BACKOFF)
        return
    start, end = recall.ordered_between
    try:
        for _page in range(PAGES_PER_RUN):
            page = orders.placed_between(start, end, app=app, after=recall.cursor or None)
            _write_page(recall, page.nodes, cursor=page.page_info.end_cursor or recall.cursor)
            if not page.page_info.has_next_page:
                recall.finish(written_at=timezone.now())
                return
    except errors.SaleorError as error:
        logger.warning("recall %s waits: %s", pk, type(error).__name__)
        recall.retry_later(BACKOFF)
        return
    recall.update_if_claimed(leased_until=None, attempts=0)


def _write_page(recall: Recall, placed: tuple[PlacedOrder, ...], *, cursor: str) -> None:
    with transaction.atomic():
        for order in placed:
            if order.status not in _NEVER_SENT and recall.identifiers & order.identifiers and _enqueue(recall, order):
                recall.emails_written += 1
        recall.cursor = cursor
        recall.update_if_claimed(cursor=cursor, emails_written=recall.emails_written)


def _enqueue(recall: Recall, order: PlacedOrder) -> bool:
    language = outbox.language_of(order.channel.slug, checkout_id=order.checkout_id)
    text = recall.text_in(primary_language(language))
    if text is None or not order.user_email:
        return False
    with override(language):
        link = absolute_url(recall.get_absolute_url())
    values = {
        "product": text.product,
        "hazard": text.hazard,
        "what_to_do": text.what_to_do,
        "remedy": text.remedy,
        "batches": recall.batches,
        "text_language": text.language,
    }
    payload = EmailPayload(order_id=order.id, link=link, values=values)
    return outbox.enqueue(RECALL, payload, language=language, dedupe_key=f"{recall.pk} {order.id}") is not None
