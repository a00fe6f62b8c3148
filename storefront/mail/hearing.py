"""What Saleor tells of accounts and orders, as letters. Payloads name who and what; orders are read anew on sending.

The webhook endpoint calls these within one transaction, after it has verified who speaks.
"""

from urllib.parse import quote, urlsplit

import msgspec

from storefront.mail import letters
from storefront.mail.content import Content
from storefront.mail.models import Kind
from storefront.saleor.types import Money

_ACCOUNTS = {
    "AccountConfirmationRequested": Kind.CONFIRM_ACCOUNT,
    "AccountSetPasswordRequested": Kind.SET_PASSWORD,
    "AccountChangeEmailRequested": Kind.CONFIRM_NEW_EMAIL,
    "AccountEmailChanged": Kind.EMAIL_CHANGED,
    "AccountDeleteRequested": Kind.CONFIRM_DELETION,
}
_SENT = ("FULFILLED", "PARTIALLY_FULFILLED")


class _User(msgspec.Struct, frozen=True, rename="camel"):
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


class _Order(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    channel: _Channel
    total_refunded: Money


class _Fulfillment(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    status: str
    tracking_number: str = ""


class _OrderNews(msgspec.Struct, frozen=True, rename="camel"):
    kind: str = msgspec.field(name="__typename")
    order: _Order | None = None
    fulfillment: _Fulfillment | None = None
    notify_customer: bool = True


def hear_account(event: str, body: bytes) -> None:
    """Somebody asked for a link, or their address has changed. Raises msgspec.DecodeError for another body."""
    news = msgspec.json.decode(body, type=_Account)
    kind = _ACCOUNTS.get(news.kind)
    if kind is None:
        return
    to = news.new_email if kind is Kind.CONFIRM_NEW_EMAIL else news.user.email
    content = Content(to=to or news.user.email, link=_link(news, to or news.user.email))
    once = news.token or f"{news.user.email} {news.new_email}"
    language = letters.language_of(news.channel.slug if news.channel else "")
    letters.post(kind, content, language=language, once=once)


def hear_order(event: str, body: bytes) -> None:
    """An order was placed, sent, refunded or cancelled. Raises msgspec.DecodeError as `hear_account` does."""
    news = msgspec.json.decode(body, type=_OrderNews)
    order = news.order
    if order is None:
        return
    language = letters.language_of(order.channel.slug)
    parcel = news.fulfillment
    if news.kind == "OrderCreated":
        letters.order_placed(order.id, language=language)
    elif parcel is not None and parcel.status in _SENT and news.notify_customer:
        content = Content(order_id=order.id, tracking=parcel.tracking_number)
        letters.post(Kind.ORDER_SENT, content, language=language, once=f"{parcel.id} {parcel.tracking_number}")
    elif news.kind in ("OrderRefunded", "OrderFullyRefunded") and order.total_refunded.amount:
        content = Content(order_id=order.id, amount=order.total_refunded)
        letters.post(Kind.ORDER_REFUNDED, content, language=language, once=f"{order.id} {order.total_refunded.amount}")
    elif news.kind == "OrderCancelled":
        letters.post(Kind.ORDER_CANCELLED, Content(order_id=order.id), language=language, once=order.id)


def _link(news: _Account, email: str) -> str:
    """Where the shop asked Saleor to lead to, with the address and the token; as Saleor's own mails write it."""
    if not news.redirect_url or not news.token:
        return ""
    parts = urlsplit(news.redirect_url)
    query = f"email={quote(email, safe='')}&token={quote(news.token, safe='')}"
    return parts._replace(query=f"{parts.query}&{query}" if parts.query else query).geturl()
