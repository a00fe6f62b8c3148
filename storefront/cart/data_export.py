"""The carts of a customer, for them to take along: those of their account, and those of their browser."""

from storefront.cart import session_store
from storefront.core.data_export import Person
from storefront.core.markets import all_markets
from storefront.saleor import checkouts
from storefront.saleor.types import Checkout


def carts_of(person: Person) -> list[Checkout]:
    """Every open cart as Saleor keeps it, with the names and addresses that it knows."""
    kept = (session_store.load(person.session, channel=market.channel).checkout_id for market in all_markets())
    ids = dict.fromkeys((*person.checkout_ids, *filter(None, kept)))
    found = (checkouts.get(checkout_id) for checkout_id in ids)
    return [checkout for checkout in found if checkout is not None]
