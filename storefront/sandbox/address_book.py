"""A customer's address book."""

from collections.abc import Mapping

from storefront.sandbox.addresses import read_address
from storefront.sandbox.answers.accounts import UserAnswer
from storefront.sandbox.answers.addresses import AddressAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload
from storefront.sandbox.errors import permission_denied, refuse
from storefront.sandbox.global_ids import WrongId, number_of
from storefront.sandbox.models import Address


def create(caller: Caller, *, given: Mapping[str, str | None]) -> Payload:
    """Put an address into the customer's book."""
    customer = caller.signed_in("AUTHENTICATED_USER", "AUTHENTICATED_APP")
    address = read_address(given, address_type=None)
    address.customer = customer
    address.save()
    return {"address": AddressAnswer(address)}


def update(caller: Caller, *, node_id: str, given: Mapping[str, str | None]) -> Payload:
    """Make an address of one's own another; what is not given is emptied."""
    kept = _own(caller, node_id)
    address = read_address(given, address_type=None)
    address.pk, address.customer = kept.pk, kept.customer
    address.save()
    return {"address": AddressAnswer(address)}


def make_default(caller: Caller, *, node_id: str, type: str) -> Payload:  # noqa: A002 - Saleor's name
    """Make an address of one's own the one for parcels or for bills."""
    customer = caller.signed_in()
    address = _named(node_id)
    if address.customer_id != customer.pk:
        raise refuse("id", "INVALID", "The address doesn't belong to that user.")
    field = "default_billing_address" if type == "BILLING" else "default_shipping_address"
    setattr(customer, field, address)
    customer.save(update_fields=[field, "updated_at"])
    return {"user": UserAnswer(customer)}


def delete(caller: Caller, *, node_id: str) -> Payload:
    """Take an address of one's own out of the book."""
    _own(caller, node_id).delete()
    return {}


def _named(node_id: str) -> Address:
    try:
        key = number_of(node_id, "Address")
    except WrongId as error:
        raise refuse("id", "GRAPHQL_ERROR", str(error)) from error
    address = Address.objects.filter(pk=key).first()
    if address is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {node_id}")
    return address


def _own(caller: Caller, node_id: str) -> Address:
    address = _named(node_id)
    if caller.customer is None or address.customer_id != caller.customer.pk:
        raise permission_denied("MANAGE_USERS", "OWNER")
    return address
