"""What Saleor tells of accounts and orders, as letters. Payloads name who and what; orders are read anew on sending.

The webhook endpoint calls these within one transaction, after it has verified who speaks.
"""

import logging
from urllib.parse import urlsplit

import msgspec

from storefront.core.markets import market_of_path
from storefront.emails import follow_up, outbox
from storefront.emails.models import EmailKind
from storefront.emails.payload import EmailPayload
from storefront.saleor.types import Money

logger = logging.getLogger(__name__)

_LINKS = {
    "AccountConfirmationRequested": EmailKind.CONFIRM_ACCOUNT,
    "AccountSetPasswordRequested": EmailKind.SET_PASSWORD,
    "AccountChangeEmailRequested": EmailKind.CONFIRM_NEW_EMAIL,
    "AccountDeleteRequested": EmailKind.CONFIRM_DELETION,
}


class _User(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    email: str


class _Channel(msgspec.Struct, frozen=True):
    slug: str


class _Account(msgspec.Struct, frozen=True, rename="camel"):
    kind: str = msgspec.field(name="__typename")
    user: _User
    token: str | None = None
    redirect_url: str | None = None
    new_email: str | None = None
    channel: _Channel | None = None

    @property
    def language(self) -> str:
        """In what language to write: that of the market that the link leads to, else the channel's."""
        market = market_of_path(urlsplit(self.redirect_url or "").path)
        return market.language if market else outbox.language_of(self.channel.slug if self.channel else "")


class _Order(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    channel: _Channel
    total_refunded: Money
    checkout_id: str | None = None


class _Fulfillment(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    status: str
    tracking_number: str = ""


class _OrderNews(msgspec.Struct, frozen=True, rename="camel"):
    kind: str = msgspec.field(name="__typename")
    order: _Order | None = None
    fulfillment: _Fulfillment | None = None
    notify_customer: bool = False


def handle_account_event(event: str, body: bytes) -> None:
    """Somebody asked for a link, or their address has changed. Raises msgspec.DecodeError for another body."""
    news = msgspec.json.decode(body, type=_Account)
    if news.kind in _LINKS:
        _link_asked_for(news, _LINKS[news.kind])
    elif news.kind == "AccountEmailChanged":
        # This event names the new address alone: the letter to the old one was written when the change was asked for.
        outbox.release_held(EmailKind.EMAIL_CHANGED, once=_change(news.user.id, news.user.email))


def _link_asked_for(news: _Account, kind: EmailKind) -> None:
    """Saleor has put the token (and the address, where the page needs it) into the address it is to lead to."""
    if not news.token or not news.redirect_url:
        logger.warning("%s holds no link: nothing is written", news.kind)
        return
    to = news.user.email
    if kind is EmailKind.CONFIRM_NEW_EMAIL:
        to = news.new_email or ""
        told = EmailPayload(to=news.user.email)
        outbox.enqueue_held(EmailKind.EMAIL_CHANGED, told, language=news.language, once=_change(news.user.id, to))
    outbox.enqueue(kind, EmailPayload(to=to, link=news.redirect_url), language=news.language, once=news.token)


def _change(user_id: str, new_email: str) -> str:
    return f"{user_id} {new_email.lower()}"


def handle_order_event(event: str, body: bytes) -> None:
    """An order was placed, sent, refunded or cancelled. Raises msgspec.DecodeError as `hear_account` does."""
    news = msgspec.json.decode(body, type=_OrderNews)
    order = news.order
    if order is None:
        return
    language = outbox.language_of(order.channel.slug, checkout_id=order.checkout_id)
    if news.kind == "OrderCreated":
        outbox.order_placed(order.id, language=language)
    elif news.fulfillment is not None and news.fulfillment.status == "FULFILLED":
        _parcel(news, order, news.fulfillment, language=language)
    elif news.kind in ("OrderRefunded", "OrderFullyRefunded") and order.total_refunded.amount:
        content = EmailPayload(order_id=order.id, amount=order.total_refunded)
        outbox.enqueue(
            EmailKind.ORDER_REFUNDED, content, language=language, once=f"{order.id} {order.total_refunded.amount}"
        )
    elif news.kind == "OrderCancelled":
        outbox.enqueue(EmailKind.ORDER_CANCELLED, EmailPayload(order_id=order.id), language=language, once=order.id)


def _parcel(news: _OrderNews, order: _Order, parcel: _Fulfillment, *, language: str) -> None:
    """A parcel, and later its number. Saleor tells of a number also beside a parcel that nobody is to be told of."""
    content = EmailPayload(order_id=order.id, parcel=parcel.id, tracking=parcel.tracking_number)
    numbered = f"{parcel.id} {parcel.tracking_number}"
    if news.kind in ("FulfillmentCreated", "FulfillmentApproved"):
        content = msgspec.structs.replace(content, care=follow_up.order_sent(order.id, language=language))
        if news.notify_customer:
            outbox.enqueue(EmailKind.ORDER_SENT, content, language=language, once=parcel.id)
            outbox.mark_sent(EmailKind.TRACKING_NUMBER, once=numbered)
    elif parcel.tracking_number and outbox.is_known(EmailKind.ORDER_SENT, once=parcel.id):
        outbox.enqueue(EmailKind.TRACKING_NUMBER, content, language=language, once=numbered)
