"""Accounts for the contract tests: registering and signing in."""

from dataclasses import dataclass

from storefront.saleor import accounts
from storefront.saleor.client.api import Credentials
from tests.contract.merchant.base import fresh_address

CONFIRM = "http://127.0.0.1/account/confirm/"


@dataclass(frozen=True, slots=True)
class Account:
    """An email and its password."""

    email: str
    password: str


def register(account: Account, *, channel: str, caller: Credentials, redirect_url: str = CONFIRM) -> bool:
    return accounts.register(
        email=account.email, password=account.password, channel=channel, redirect_url=redirect_url, caller=caller
    )


def sign_in(account: Account, caller: Credentials | None = None) -> Credentials:
    """Sign in, by default from a fresh network address: Saleor delays two logins from the same one."""
    caller = caller or Credentials(address=fresh_address())
    signed_in = accounts.sign_in(email=account.email, password=account.password, caller=caller)
    return Credentials(token=signed_in.token, address=caller.address)
