"""The carts of a customer, for the download of their data: those of their account and those of their browser."""

from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase

from storefront.cart.state import session_store
from storefront.core.markets import all_markets
from storefront.saleor import checkouts
from storefront.saleor.types import Checkout


def carts_of(session: SessionBase, *, checkout_ids: Iterable[str], email: str) -> list[Checkout]:
    """Return every open cart as Saleor stores it; `checkout_ids` are those of the account.

    A cart of this browser with another email address is someone else's.

    Raises errors.SaleorError.
    """
    stored = (session_store.load(session, channel=market.channel).checkout_id for market in all_markets())
    ids = dict.fromkeys((*checkout_ids, *filter(None, stored)))
    carts = (checkouts.get(checkout_id) for checkout_id in ids)
    return [cart for cart in carts if cart is not None and _is_of(cart, email)]


def _is_of(cart: Checkout, email: str) -> bool:
    return not cart.email or cart.email.casefold() == email.casefold()
