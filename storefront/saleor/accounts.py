"""Customer accounts at Saleor. Pass the shopper's network address in `caller`, since Saleor throttles logins by it."""

import msgspec

from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
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
    """Register an account and return whether the address must be confirmed by email. A known email gives no error."""
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
    """Confirm the email address with the emailed token.

    Where Saleor's accountConfirmMergeMode is REQUIRE_PASSWORD, the password must be the account's, and the address's
    guest orders become the customer's. Otherwise the password is ignored.
    """
    return api.mutate("ConfirmAccount", _UserPayload, email=email, token=token, password=password, caller=caller).user


def sign_in(*, email: str, password: str, caller: Credentials) -> SignIn:
    """Return tokens. Errors: INVALID_CREDENTIALS, ACCOUNT_NOT_CONFIRMED, LOGIN_ATTEMPT_DELAYED."""
    return api.mutate("TokenCreate", SignIn, email=email, password=password, caller=caller)


def refresh(refresh_token: str, *, caller: Credentials) -> str:
    """Return a new access token, valid for five minutes."""
    return api.mutate("TokenRefresh", _Refreshed, refreshToken=refresh_token, caller=caller).token


def sign_out_everywhere(*, caller: Credentials) -> None:
    """Invalidate all tokens of the customer."""
    api.mutate("TokensDeactivateAll", _Nothing, caller=caller)


def me(*, caller: Credentials) -> User | None:
    """Return the signed-in customer, or None."""
    return api.query_or_none("Me", User, caller=caller)


def request_password_reset(*, email: str, redirect_url: str, channel: str, caller: Credentials) -> None:
    """Send a reset token by email, if the account exists."""
    api.mutate(
        "RequestPasswordReset",
        _Nothing,
        email=email,
        redirectUrl=redirect_url,
        channel=channel,
        caller=caller,
    )


def set_password(*, email: str, token: str, password: str, caller: Credentials) -> SignIn:
    """Set a password with an emailed token. Older tokens stay valid: call `sign_out_everywhere` next."""
    return api.mutate("SetPassword", SignIn, email=email, token=token, password=password, caller=caller)


def change_password(*, old: str, new: str, caller: Credentials) -> None:
    """Change the signed-in customer's password. Older tokens stay valid: call `sign_out_everywhere` next."""
    api.mutate("PasswordChange", _Nothing, old=old, new=new, caller=caller)


def request_email_change(
    *, new_email: str, password: str, redirect_url: str, channel: str, caller: Credentials
) -> None:
    """Send a token to the new email address. Saleor does not reveal whether that address is taken.

    Raises MutationError with INVALID_CREDENTIALS for `password`.
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
    """Take the new email address with the token sent to it. All tokens of the customer become invalid.

    Raises MutationError with JWT_INVALID_TOKEN for `token`, or UNIQUE for `newEmail`.
    """
    return api.mutate("ConfirmEmailChange", _UserPayload, token=token, channel=channel, caller=caller).user


def request_deletion(*, redirect_url: str, channel: str, caller: Credentials) -> None:
    """Send a token by email with which the account can be deleted."""
    api.mutate("RequestDeletion", _Nothing, redirectUrl=redirect_url, channel=channel, caller=caller)


def delete(*, token: str, caller: Credentials) -> None:
    """Delete the signed-in customer's account. Saleor keeps their orders, without a customer.

    Raises MutationError with INVALID for `token`.
    """
    api.mutate("AccountDelete", _Nothing, token=token, caller=caller)


def profile(*, caller: Credentials) -> Profile | None:
    """Return everything that Saleor stores about the signed-in customer, or None."""
    return api.query_or_none("MyProfile", Profile, caller=caller)


def create_address(*, address: AddressInput, caller: Credentials) -> Address:
    """Add an address to the customer's address book."""
    return api.mutate("AddressCreate", _AddressPayload, input=address, caller=caller).address


def update_address(address_id: str, *, address: AddressInput, caller: Credentials) -> Address:
    """Update a saved address. Raises NotAllowed when it belongs to another customer."""
    return api.mutate("AddressUpdate", _AddressPayload, id=address_id, input=address, caller=caller).address


def make_default(address_id: str, *, kind: str, caller: Credentials) -> User:
    """Make a saved address the default for delivery (SHIPPING) or billing (BILLING)."""
    return api.mutate("AddressMakeDefault", _UserPayload, id=address_id, type=kind, caller=caller).user


def delete_address(address_id: str, *, caller: Credentials) -> None:
    """Delete a saved address."""
    api.mutate("AddressDelete", _Nothing, id=address_id, caller=caller)
