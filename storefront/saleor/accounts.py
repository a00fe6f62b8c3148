"""Customers' accounts at Saleor. Pass each shopper's own network address in `caller`: Saleor throttles logins by it."""

import msgspec

from storefront.saleor import gateway
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.gateway import Caller
from storefront.saleor.types import Address, SignIn, User


class _Nothing(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


class _Registered(msgspec.Struct, frozen=True, rename="camel"):
    requires_confirmation: bool | None = None


class _Refreshed(msgspec.Struct, frozen=True):
    token: str


class _UserPayload(msgspec.Struct, frozen=True):
    user: User


class _AddressPayload(msgspec.Struct, frozen=True):
    address: Address


def register(
    *, email: str, password: str, channel: str, redirect_url: str, first_name: str = "", caller: Caller
) -> bool:
    """Register; True when the address must be confirmed by mail. A known email gives no error (nobody learns of it)."""
    data = {
        "email": email,
        "password": password,
        "channel": channel,
        "redirectUrl": redirect_url,
        "firstName": first_name,
    }
    answer = gateway.command("AccountRegister", _Registered, input=data, caller=caller)
    return bool(answer.requires_confirmation)


def confirm(*, email: str, token: str, password: str, caller: Caller) -> User:
    """Confirm the email address with the token that was mailed.

    Where Saleor's accountConfirmMergeMode is REQUIRE_PASSWORD the password must be the account's, and then the
    orders that the address made as a guest become the customer's. Elsewhere it is not looked at.
    """
    return gateway.command(
        "ConfirmAccount", _UserPayload, email=email, token=token, password=password, caller=caller
    ).user


def sign_in(*, email: str, password: str, caller: Caller) -> SignIn:
    """Tokens for email and password. Refused: INVALID_CREDENTIALS, ACCOUNT_NOT_CONFIRMED, LOGIN_ATTEMPT_DELAYED."""
    return gateway.command("TokenCreate", SignIn, email=email, password=password, caller=caller)


def refresh(refresh_token: str, *, caller: Caller) -> str:
    """A new access token, good for five minutes."""
    return gateway.command("TokenRefresh", _Refreshed, refreshToken=refresh_token, caller=caller).token


def sign_out_everywhere(*, caller: Caller) -> None:
    """Make every token of the customer worthless."""
    gateway.command("TokensDeactivateAll", _Nothing, caller=caller)


def me(*, caller: Caller) -> User | None:
    """The signed-in customer, or None."""
    return gateway.find("Me", User, caller=caller)


def request_password_reset(*, email: str, redirect_url: str, channel: str, caller: Caller) -> None:
    """Have a reset token mailed, if there is such an account."""
    gateway.command(
        "RequestPasswordReset",
        _Nothing,
        email=email,
        redirectUrl=redirect_url,
        channel=channel,
        caller=caller,
    )


def set_password(*, email: str, token: str, password: str, caller: Caller) -> SignIn:
    """Set a password with a mailed token. Older tokens go on working: follow with `sign_out_everywhere`."""
    return gateway.command("SetPassword", SignIn, email=email, token=token, password=password, caller=caller)


def change_password(*, old: str, new: str, caller: Caller) -> None:
    """Change the signed-in customer's password. Older tokens go on working: follow with `sign_out_everywhere`."""
    gateway.command("PasswordChange", _Nothing, old=old, new=new, caller=caller)


def create_address(*, address: AddressInput, caller: Caller) -> Address:
    """Keep an address in the customer's book."""
    return gateway.command("AddressCreate", _AddressPayload, input=address, caller=caller).address


def delete_address(address_id: str, *, caller: Caller) -> None:
    """Forget an address."""
    gateway.command("AddressDelete", _Nothing, id=address_id, caller=caller)
