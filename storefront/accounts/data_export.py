"""Everything that is kept of a customer, in one file."""

from collections.abc import Iterator

import msgspec
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.core import data_export
from storefront.core.data_export import Person
from storefront.saleor import accounts, orders
from storefront.saleor.api import Credentials
from storefront.saleor.errors import NotAllowed
from storefront.saleor.types import Order

# Saleor's ids of carts and orders open them to anybody who has them: they are keys, and nothing about a person.
_KEYS = frozenset({"id", "checkoutIds"})
_encode = msgspec.json.Encoder(decimal_format="number").encode


def gathered(session: SessionBase, *, caller: Credentials) -> bytes:
    """The file, as JSON with an indent of two.

    Raises NotAllowed when nobody is signed in, and errors.SaleorError: half of it is never given out as the whole.
    """
    profile = accounts.profile(caller=caller)
    if profile is None:
        raise NotAllowed("nobody is signed in")
    ordered = tuple(_orders(caller))
    person = Person(
        email=profile.email,
        order_ids=frozenset(order.id for order in ordered),
        order_numbers=frozenset(order.number for order in ordered),
        checkout_ids=profile.checkout_ids or (),
        session=session,
    )
    told = {
        "about": _("All that this shop and its order system keep of you. What you read here is not kept at all."),
        "made_at": timezone.now(),
        "profile": profile,
        "orders": ordered,
        **data_export.export_for(person),
    }
    return msgspec.json.format(_encode(_without_keys(msgspec.json.decode(_encode(told)))), indent=2)


def _orders(caller: Credentials) -> Iterator[Order]:
    after: str | None = None
    while True:
        page = orders.mine(caller=caller, after=after)
        if page is None:
            raise NotAllowed("nobody is signed in")
        yield from page.nodes
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _without_keys(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_keys(inner) for name, inner in value.items() if name not in _KEYS}
    return [_without_keys(entry) for entry in value] if isinstance(value, list) else value
