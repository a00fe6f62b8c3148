"""The addresses of a customer, for the pages of their address book."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.addresses.formatting import address_text
from storefront.saleor import accounts
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed
from storefront.saleor.types import Address, User


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCard:
    """A saved address: `text` as on an envelope, `uses` says what it is the default for."""

    id: str
    text: str
    name: str
    uses: tuple[str, ...]
    for_parcels: bool
    for_bills: bool


def address_cards(caller: Credentials) -> tuple[AddressCard, ...]:
    """Return the customer's addresses. Raises NotAllowed without a signed-in customer."""
    return tuple(_card(address) for address in _customer(caller).addresses)


def own_address(caller: Credentials, *, key: str) -> Address | None:
    """Return the customer's own address of this Saleor id, or None. Raises NotAllowed without a signed-in customer."""
    return next((address for address in _customer(caller).addresses if address.id == key), None)


def _customer(caller: Credentials) -> User:
    customer = accounts.me(caller=caller)
    if customer is None:
        raise NotAllowed("nobody is signed in")
    return customer


def _card(address: Address) -> AddressCard:
    uses = (
        (address.is_default_shipping_address, _("For parcels")),
        (address.is_default_billing_address, _("For bills")),
    )
    return AddressCard(
        id=address.id,
        text=address_text(address),
        name=f"{address.first_name} {address.last_name}".strip() or address.street_address1,
        uses=tuple(use for is_default, use in uses if is_default),
        for_parcels=bool(address.is_default_shipping_address),
        for_bills=bool(address.is_default_billing_address),
    )
