"""Write emails about the account and order events that Saleor sends.

The webhook view calls these functions within one transaction, after it has verified the signature. Payloads name the
person and the order; the order itself is read when the email is sent.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from django.utils import timezone

from storefront.core.markets import market_of_path
from storefront.emails import dedupe, outbox
from storefront.emails.kinds import follow_up, refund_emails
from storefront.emails.models import EmailKind, EmailPayload
from storefront.saleor.types import Money

logger = logging.getLogger(__name__)

CONFIRM_ACCOUNT = EmailKind("confirm-account")
SET_PASSWORD = EmailKind("set-password")
CONFIRM_NEW_EMAIL = EmailKind("confirm-new-email")
EMAIL_CHANGED = EmailKind("email-changed")
CONFIRM_DELETION = EmailKind("confirm-deletion")
ORDER_SENT = EmailKind("order-sent")
TRACKING_NUMBER = EmailKind("tracking-number")
ORDER_CANCELLED = EmailKind("order-cancelled")
PARCEL_CANCELLED = EmailKind("parcel-cancelled")
PARCEL_RETURNED = EmailKind("parcel-returned")

_RETURNED = frozenset({"RETURNED", "REFUNDED_AND_RETURNED"})
_RETURN_IS_NEWS = timedelta(days=7)  # less than stored emails are kept, so that none is written twice

_LINK_EMAILS = {
    "AccountConfirmationRequested": CONFIRM_ACCOUNT,
    "AccountSetPasswordRequested": SET_PASSWORD,
    "AccountChangeEmailRequested": CONFIRM_NEW_EMAIL,
    "AccountDeleteRequested": CONFIRM_DELETION,
}


class _User(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    email: str


class _Channel(msgspec.Struct, frozen=True):
    slug: str


class _AccountEvent(msgspec.Struct, frozen=True, rename="camel"):
    kind: str = msgspec.field(name="__typename")
    user: _User
    token: str | None = None
    redirect_url: str | None = None
    new_email: str | None = None
    channel: _Channel | None = None

    @property
    def language(self) -> str:
        """The language of the market that the link leads to, else of the channel."""
        market = market_of_path(urlsplit(self.redirect_url or "").path)
        return market.language if market else outbox.language_of(self.channel.slug if self.channel else "")


class _Fulfillment(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    status: str
    tracking_number: str = ""
    created: datetime | None = None

    @property
    def is_new_return(self) -> bool:
        """Whether these items have just been booked as returned."""
        is_new = self.created is not None and self.created > timezone.now() - _RETURN_IS_NEWS
        return self.status in _RETURNED and is_new


class _Order(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    channel: _Channel
    total_refunded: Money
    checkout_id: str | None = None
    fulfillments: tuple[_Fulfillment, ...] = ()


class _OrderEvent(msgspec.Struct, frozen=True, rename="camel"):
    kind: str = msgspec.field(name="__typename")
    order: _Order | None = None
    fulfillment: _Fulfillment | None = None
    notify_customer: bool = False


def handle_account_event(event: str, body: bytes) -> None:
    """Write the email for a requested link or a changed address. Raises msgspec.DecodeError for any other body."""
    news = msgspec.json.decode(body, type=_AccountEvent)
    if news.kind in _LINK_EMAILS:
        _send_link(news, _LINK_EMAILS[news.kind])
    elif news.kind == "AccountEmailChanged":
        # This event names only the new address. The email to the old one was held when the change was requested.
        outbox.release_held(EMAIL_CHANGED, dedupe_key=_change_key(news.user.id, news.user.email))


def _send_link(news: _AccountEvent, kind: EmailKind) -> None:
    """Send the link of the event. Saleor has already added the token, and the address where the page needs it."""
    if not news.token or not news.redirect_url:
        logger.warning("%s holds no link: no email is written", news.kind)
        return
    to = news.user.email
    if kind == CONFIRM_NEW_EMAIL:
        to = news.new_email or ""
        outbox.enqueue_held(
            EMAIL_CHANGED,
            EmailPayload(to=news.user.email),
            language=news.language,
            dedupe_key=_change_key(news.user.id, to),
        )
    outbox.enqueue(kind, EmailPayload(to=to, link=news.redirect_url), language=news.language, dedupe_key=news.token)


def _change_key(user_id: str, new_email: str) -> str:
    return f"{user_id} {new_email.lower()}"


def handle_order_event(event: str, body: bytes) -> None:
    """Write the email for an order that was placed, sent, refunded, returned or cancelled.

    Raises msgspec.DecodeError for any other body.
    """
    news = msgspec.json.decode(body, type=_OrderEvent)
    order = news.order
    if order is None:
        return
    language = outbox.language_of(order.channel.slug, checkout_id=order.checkout_id)
    if news.kind == "OrderCreated":
        outbox.enqueue_order_placed(order.id, language=language)
    elif news.fulfillment is not None and news.fulfillment.status == "FULFILLED":
        _handle_parcel(news, order, news.fulfillment, language=language)
    elif news.kind in ("OrderRefunded", "OrderFullyRefunded"):
        refund_emails.enqueue_order_refunded(order.id, order.total_refunded, language=language)
    elif news.kind == "OrderCancelled":
        cancelled = EmailPayload(order_id=order.id)
        outbox.enqueue(ORDER_CANCELLED, cancelled, language=language, dedupe_key=order.id)
    elif news.kind == "FulfillmentCanceled" and news.fulfillment is not None:
        _handle_cancelled_parcel(order, news.fulfillment, language=language)
    elif news.kind == "OrderUpdated":  # all that Saleor sends when the merchant books a return
        for parcel in order.fulfillments:
            if parcel.is_new_return:
                returned = EmailPayload(order_id=order.id, fulfillment_id=parcel.id)
                outbox.enqueue(PARCEL_RETURNED, returned, language=language, dedupe_key=parcel.id)


def _handle_cancelled_parcel(order: _Order, parcel: _Fulfillment, *, language: str) -> None:
    """Take back what was written about a parcel."""
    if dedupe.is_known(ORDER_SENT, dedupe_key=parcel.id):
        payload = EmailPayload(order_id=order.id, fulfillment_id=parcel.id)
        outbox.enqueue(PARCEL_CANCELLED, payload, language=language, dedupe_key=parcel.id)


def _handle_parcel(news: _OrderEvent, order: _Order, parcel: _Fulfillment, *, language: str) -> None:
    """Write about a parcel, or about its tracking number if that arrives later."""
    payload = EmailPayload(order_id=order.id, fulfillment_id=parcel.id, tracking_number=parcel.tracking_number)
    tracking_key = f"{parcel.id} {parcel.tracking_number}"
    if news.kind in ("FulfillmentCreated", "FulfillmentApproved"):
        follow_up_link = follow_up.schedule(order.id, language=language)
        if news.notify_customer:
            payload = msgspec.structs.replace(payload, values={"follow_up_link": follow_up_link})
            outbox.enqueue(ORDER_SENT, payload, language=language, dedupe_key=parcel.id)
            dedupe.mark_sent(TRACKING_NUMBER, dedupe_key=tracking_key)
    # Saleor sends tracking updates even for parcels created with notifyCustomer=false.
    elif parcel.tracking_number and dedupe.is_known(ORDER_SENT, dedupe_key=parcel.id):
        outbox.enqueue(TRACKING_NUMBER, payload, language=language, dedupe_key=tracking_key)
