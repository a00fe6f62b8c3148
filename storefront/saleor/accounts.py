"""Customers' accounts at Saleor. Pass each shopper's own network address in `caller`: Saleor throttles logins by it."""

import msgspec

from storefront.saleor import api
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Address, Profile, SignIn, User

SHIPPING, BILLING = "SHIPPING", "BILLING"


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
    *, email: str, password: str, channel: str, redirect_url: str, first_name: str = "", caller: Credentials
) -> bool:
    """Register; True when the address must be confirmed by mail. A known email gives no error (nobody learns of it)."""
    data = {
        "email": email,
        "password": password,
        "channel": channel,
        "redirectUrl": redirect_url,
        "firstName": first_name,
    }
    answer = api.mutate("AccountRegister", _Registered, input=data, caller=caller)
    return bool(answer.requires_confirmation)


def confirm(*, email: str, token: str, password: str, caller: Credentials) -> User:
    """Confirm the email address with the token that was mailed.

    Where Saleor's accountConfirmMergeMode is REQUIRE_PASSWORD the password must be the account's, and then the
    orders that the address made as a guest become the customer's. Elsewhere it is not looked at.
    """
    return api.mutate("ConfirmAccount", _UserPayload, email=email, token=token, password=password, caller=caller).user


def sign_in(*, email: str, password: str, caller: Credentials) -> SignIn:
    """Tokens for email and password. Refused: INVALID_CREDENTIALS, ACCOUNT_NOT_CONFIRMED, LOGIN_ATTEMPT_DELAYED."""
    return api.mutate("TokenCreate", SignIn, email=email, password=password, caller=caller)


def refresh(refresh_token: str, *, caller: Credentials) -> str:
    """A new access token, good for five minutes."""
    return api.mutate("TokenRefresh", _Refreshed, refreshToken=refresh_token, caller=caller).token


def sign_out_everywhere(*, caller: Credentials) -> None:
    """Make every token of the customer worthless."""
    api.mutate("TokensDeactivateAll", _Nothing, caller=caller)


def me(*, caller: Credentials) -> User | None:
    """The signed-in customer, or None."""
    return api.query_or_none("Me", User, caller=caller)


def request_password_reset(*, email: str, redirect_url: str, channel: str, caller: Credentials) -> None:
    """Have a reset token mailed, if there is such an account."""
    api.mutate(
        "RequestPasswordReset",
        _Nothing,
        email=email,
        redirectUrl=redirect_url,
        channel=channel,
        caller=caller,
    )


def set_password(*, email: str, token: str, password: str, caller: Credentials) -> SignIn:
    """Set a password with a mailed token. Older tokens go on working: follow with `sign_out_everywhere`."""
    return api.mutate("SetPassword", SignIn, email=email, token=token, password=password, caller=caller)


def change_password(*, old: str, new: str, caller: Credentials) -> None:
    """Change the signed-in customer's password. Older tokens go on working: follow with `sign_out_everywhere`."""
    api.mutate("PasswordChange", _Nothing, old=old, new=new, caller=caller)


def request_email_change(
    *, new_email: str, password: str, redirect_url: str, channel: str, caller: Credentials
) -> None:
    """Have a token mailed to the new address. A new address that somebody has already is not told of here.

    Refused: INVALID_CREDENTIALS beside `password`.
    """
    api.mutate(
        "RequestEmailChange",
        _Nothing,
        newEmail=new_email,
        password=password,
        redirectUrl=redirect_url,
        channel=channel,
        caller=caller,
    )


def confirm_email_change(*, token: str, channel: str, caller: Credentials) -> User:
    """Take the new address, with the token mailed to it. Every token of the customer is worthless afterwards.

    Refused: JWT_INVALID_TOKEN beside `token`, UNIQUE beside `newEmail`.
    """
    return api.mutate("ConfirmEmailChange", _UserPayload, token=token, channel=channel, caller=caller).user


def request_deletion(*, redirect_url: str, channel: str, caller: Credentials) -> None:
    """Have a token mailed with which the account can be deleted."""
    api.mutate("RequestDeletion", _Nothing, redirectUrl=redirect_url, channel=channel, caller=caller)


def delete(*, token: str, caller: Credentials) -> None:
    """Delete the signed-in customer's account. Their orders stay at Saleor, without a customer.

    Refused: INVALID beside `token`.
    """
    api.mutate("AccountDelete", _Nothing, token=token, caller=caller)


def profile(*, caller: Credentials) -> Profile | None:
    """All that Saleor keeps of the signed-in customer themselves, or None."""
    return api.query_or_none("MyProfile", Profile, caller=caller)


def create_address(*, address: AddressInput, caller: Credentials) -> Address:
    """Keep an address in the customer's book."""
    return api.mutate("AddressCreate", _AddressPayload, input=address, caller=caller).address


def update_address(address_id: str, *, address: AddressInput, caller: Credentials) -> Address:
    """Make an address of the book another. NotAllowed: it is somebody else's."""
    return api.mutate("AddressUpdate", _AddressPayload, id=address_id, input=address, caller=caller).address


def make_default(address_id: str, *, kind: str, caller: Credentials) -> User:
    """Make an address of the book the one for parcels (SHIPPING) or bills (BILLING)."""
    return api.mutate("AddressMakeDefault", _UserPayload, id=address_id, type=kind, caller=caller).user


def delete_address(address_id: str, *, caller: Credentials) -> None:
    """Forget an address."""
    api.mutate("AddressDelete", _Nothing, id=address_id, caller=caller)
