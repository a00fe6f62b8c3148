"""Customers of the contract tests, and how they come in."""

from dataclasses import dataclass

from storefront.saleor import accounts
from storefront.saleor.api import Credentials
from tests.contract.merchant.base import fresh_address

CONFIRM = "http://127.0.0.1/account/confirm/"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    email: str
    password: str


def register(person: Person, *, channel: str, caller: Credentials, redirect_url: str = CONFIRM) -> bool:
    return accounts.register(
        email=person.email, password=person.password, channel=channel, redirect_url=redirect_url, caller=caller
    )


def sign_in(person: Person, caller: Credentials | None = None) -> Credentials:
    """From a network address of their own, if none is given: Saleor makes an address wait between two sign-ins."""
    caller = caller or Credentials(address=fresh_address())
    signed_in = accounts.sign_in(email=person.email, password=person.password, caller=caller)
    return Credentials(token=signed_in.token, address=caller.address)
