"""What changes about a cart without the shopper asking for it, and the one place that puts it into words."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from storefront.catalog.lines.products import names_of_variants
from storefront.core.templatetags.shop import money
from storefront.saleor.types import Money


class Change(StrEnum):
    """Every automatic change. A new member needs a text here and a scenario in tests/cart/test_told_changes.py."""

    VOUCHER_REMOVED = "voucher-removed"
    VOUCHER_REPLACED = "voucher-replaced"
    GIFT_CARD_REMOVED = "gift-card-removed"
    CODES_LOST = "codes-lost"
    PRICE_CHANGED = "price-changed"
    LINE_REMOVED = "line-removed"
    LINE_CHANGED_ELSEWHERE = "line-changed-elsewhere"
    LINE_LEFT_OUT = "line-left-out"
    QUANTITY_CUT = "quantity-cut"
    CART_RECREATED = "cart-recreated"
    CART_AFTER_PAYMENT = "cart-after-payment"
    MARKET_CHANGED = "market-changed"
    NOTHING_SOLD_HERE = "nothing-sold-here"
    CART_MERGED = "cart-merged"
    KEPT_IN_ACCOUNT = "kept-in-account"
    REMOVED_FROM_DEVICE = "removed-from-device"
    ORDERED = "ordered"
    ORDERED_ELSEWHERE = "ordered-elsewhere"
    PAYING_ELSEWHERE = "paying-elsewhere"
    SIGN_IN_ENDED = "sign-in-ended"
    SESSION_LOST = "session-lost"
    COOKIES_REFUSED = "cookies-refused"


_GOOD_NEWS = frozenset({Change.CART_MERGED, Change.KEPT_IN_ACCOUNT, Change.ORDERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChange:
    """One change. Which of the fields are set depends on the kind.

    `variant_id` is the item that it is about, `code` a voucher's code or the end of a gift card's, `was` and `now` are
    amounts, `before` and `after` quantities, `url` is where to see more, `place` a market's label.
    """

    kind: Change
    variant_id: str = ""
    code: str = ""
    was: Money | None = None
    now: Money | None = None
    before: int = 0
    after: int = 0
    url: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message that waits. `level_tag` is Django's, `key` names it when the browser has shown it."""

    text: str
    level_tag: str
    key: str


def announce(request: HttpRequest, changes: Iterable[CartChange]) -> None:
    """Tell the shopper, on this page or on the next one that is shown. A message waits until it was seen."""
    told = tuple(changes)
    waiting = {notice.text for notice in peek(request)} if told else frozenset()
    for change, text in zip(told, texts(told), strict=True):
        if text not in waiting:
            messages.add_message(request, _level(change), text)


def peek(request: HttpRequest) -> tuple[Notice, ...]:
    """Return the messages that wait for the shopper, and keep them."""
    storage = _storage(request)
    waiting = tuple(Notice(text=message.message, level_tag=message.level_tag, key=_key(message)) for message in storage)
    storage.used = False
    return waiting


def mark_seen(request: HttpRequest, keys: Collection[str]) -> None:
    """Drop the messages with these keys: the browser has shown them. Others stay."""
    storage = _storage(request)
    for message in tuple(storage):
        if _key(message) not in keys:
            storage.add(message.level, message.message, message.extra_tags)


def texts(changes: Iterable[CartChange]) -> tuple[str, ...]:
    """Put the changes into words, in one query for all names."""
    told = tuple(changes)
    names = names_of_variants(change.variant_id for change in told if change.variant_id)
    return tuple(_text(change, names) for change in told)


def _key(message: Message) -> str:
    return hashlib.sha256(str(message).encode()).hexdigest()[:16]


def _storage(request: HttpRequest) -> BaseStorage:
    storage = messages.get_messages(request)
    if not isinstance(storage, BaseStorage):
        raise TypeError("the messages middleware is not installed")
    return storage


def _level(change: CartChange) -> int:
    return messages.SUCCESS if change.kind in _GOOD_NEWS else messages.WARNING


def _text(change: CartChange, names: Mapping[str, str]) -> str:
    values = {
        "name": names.get(change.variant_id) or _("An item"),
        "code": change.code,
        "was": money(change.was),
        "now": money(change.now),
        "before": change.before,
        "after": change.after,
        "place": change.place,
    }
    text = sentence(change) % values
    label = _link_label(change.kind)
    return format_html('{} <a href="{}">{}</a>', text, change.url, label) if change.url and label else text


def _link_label(kind: Change) -> str:
    match kind:
        case Change.ORDERED:
            return _("See the order")
        case Change.ORDERED_ELSEWHERE:
            return _("See your orders")
        case Change.PAYING_ELSEWHERE:
            return _("See the payment")
        case Change.KEPT_IN_ACCOUNT:
            return _("Sign in to see it")
    return ""


def sentence(change: CartChange) -> str:
    """Return the sentence for a change, with the names of its values in place of them."""
    match change.kind:
        case Change.VOUCHER_REMOVED:
            return _("The code %(code)s no longer applies to your cart, so it was removed. You can enter another code.")
        case Change.VOUCHER_REPLACED:
            return _("One code can be used for an order. The code %(code)s was removed.")
        case Change.GIFT_CARD_REMOVED:
            return _("The gift card ending in %(code)s can no longer be used, so it was removed from your cart.")
        case Change.CODES_LOST:
            return _("Codes do not move to a new cart. Enter %(code)s again if you want to use it.")
        case Change.PRICE_CHANGED:
            return _("The price of %(name)s has changed from %(was)s to %(now)s.")
        case Change.LINE_REMOVED:
            return _("Removed from your cart, because it is no longer sold here: %(name)s.")
        case Change.LINE_CHANGED_ELSEWHERE:
            return _changed_elsewhere(change)
        case Change.LINE_LEFT_OUT:
            return _("Left out of your cart, because it is not available here: %(name)s.")
        case Change.QUANTITY_CUT:
            return _("Fewer are available than you asked for. Your cart has %(after)s instead of %(before)s: %(name)s.")
        case Change.CART_RECREATED:
            return _("Your cart had expired. We put the same items into a new one.")
        case Change.CART_AFTER_PAYMENT:
            return _("Your payment did not lead to an order, so we put the items into a new cart.")
        case Change.MARKET_CHANGED:
            return _("Your cart has moved to %(place)s. Prices and delivery are those of %(place)s now.")
        case Change.NOTHING_SOLD_HERE:
            return _("The items of your cart are not sold in %(place)s. They are kept in the shop you came from.")
        case Change.CART_MERGED:
            return _("Added from the cart of your account: %(after)s × %(name)s.")
        case Change.KEPT_IN_ACCOUNT:
            return _("Your cart is kept in your account and no longer on this device.")
        case Change.REMOVED_FROM_DEVICE:
            return _("Your cart is no longer on this device.")
        case Change.ORDERED:
            return _("You have already placed this order.")
        case Change.ORDERED_ELSEWHERE:
            return _("Your cart was ordered on another device.")
        case Change.PAYING_ELSEWHERE:
            return _("A payment is in progress for your cart in %(place)s. You do not need to pay again.")
        case Change.SIGN_IN_ENDED:
            return _("Your sign-in has ended. Sign in again to see the cart of your account.")
        case Change.SESSION_LOST:
            return _("We could not find your earlier cart. It has expired, or your browser did not send our cookie.")
        case Change.COOKIES_REFUSED:
            return _(
                "Your browser did not keep our cookie, so nothing is in your cart. Allow cookies for this site, then "
                "add the item again. The cookie remembers your cart and nothing you read."
            )


def _changed_elsewhere(change: CartChange) -> str:
    if change.after == 0:
        return _("Removed from your cart on another device: %(name)s.")
    if change.before == 0:
        return _("Added to your cart on another device: %(after)s × %(name)s.")
    return _("Changed on another device from %(before)s to %(after)s: %(name)s.")
