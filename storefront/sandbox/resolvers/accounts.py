"""Accounts: registering, confirming, passwords, another email address, deletion, and what a customer may read."""

from collections.abc import Mapping, Sequence
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.http.request import validate_host

from storefront.sandbox import webhooks
from storefront.sandbox.graphql.connections import Connection, connection
from storefront.sandbox.graphql.errors import refuse
from storefront.sandbox.graphql.global_ids import global_id
from storefront.sandbox.graphql.registry import Payload, computed, mutation, query
from storefront.sandbox.models import Channel, Customer, Order
from storefront.sandbox.resolvers.authentication import (
    Caller,
    TokenKind,
    check_login_delay,
    delay_next_login,
    issue_token,
    new_token_key,
    read_emailed_token,
    sign_in,
)
from storefront.sandbox.resolvers.catalog import find_channel
from storefront.sandbox.resolvers.checkouts import check_email

MIN_PASSWORD_LENGTH = 8


class RegisterInput(TypedDict, total=False):
    """`AccountRegisterInput`."""

    email: str
    password: str
    channel: str
    redirectUrl: str
    firstName: str | None


@query("me")
def me(caller: Caller) -> Customer | None:
    """Return the signed-in customer."""
    return caller.customer


@computed("User.checkoutIds")
def checkout_ids(customer: Customer, _: Caller, channel: str | None = None) -> list[str]:
    """Return the ids of the customer's open checkouts, in one channel or all."""
    rows = customer.checkouts.filter(**({"channel__slug": channel} if channel else {})).order_by("-created_at")
    return [global_id("Checkout", row.token) for row in rows]


@computed("User.giftCards")
def gift_cards(_customer: Customer, _: Caller, first: int | None = None) -> Connection[object]:
    """Return no gift cards: in the sandbox they have no owner."""
    return connection([], first=first)


@computed("User.orders")
def customer_orders(
    customer: Customer,
    _: Caller,
    first: int | None = None,
    after: str | None = None,
    where: Mapping[str, Mapping[str, int]] | None = None,
) -> Connection[Order]:
    """Return the customer's orders, newest first; `where` may name a number."""
    numbered = {"number": where["number"]["eq"]} if where else {}
    return connection(list(customer.orders.select_related("channel").filter(**numbered)), first=first, after=after)


@mutation("accountRegister")
def register(_: Caller, *, input_data: RegisterInput) -> Payload:
    """Create an account that waits for confirmation. A known email gives the same answer and changes nothing."""
    _check_redirect(input_data["redirectUrl"])
    channel = find_channel(input_data.get("channel"))
    _check_password(input_data["password"], field="password")
    email = input_data["email"].lower()
    check_email(email)
    customer = Customer(
        email=email,
        password=make_password(input_data["password"]),
        first_name=input_data.get("firstName") or "",
        token_key=new_token_key(),
    )
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError:
        return {"requires_confirmation": True}
    _send("AccountConfirmationRequested", customer, TokenKind.CONFIRM_ACCOUNT, channel, input_data["redirectUrl"])
    return {"requires_confirmation": True}


@mutation("confirmAccount")
def confirm(caller: Caller, *, email: str, token: str, password: str | None = None) -> Payload:
    """Confirm an address with the emailed token and the password (Saleor's REQUIRE_PASSWORD); claim guest orders."""
    customer, _ = read_emailed_token(token, TokenKind.CONFIRM_ACCOUNT)
    if customer is None or customer.email != email:
        raise refuse("token", "INVALID")
    if not password:
        raise refuse("password", "REQUIRED")
    check_login_delay(caller)
    if not check_password(password, customer.password):
        delay_next_login(caller)
        raise refuse("password", "INVALID")
    _claim_guest_orders(customer)
    customer.is_confirmed = True
    customer.save(update_fields=["is_confirmed"])
    return {"user": customer}


@mutation("requestPasswordReset")
def request_reset(_: Caller, *, email: str, redirect_url: str, channel: str | None = None) -> Payload:
    """Email a link for a new password, if there is such a customer."""
    _check_redirect(redirect_url)
    customer = Customer.objects.filter(email=email.lower()).first()
    known_channel = Channel.objects.filter(slug=channel or "").first()
    if customer is not None and known_channel is not None:
        _send("AccountSetPasswordRequested", customer, TokenKind.SET_PASSWORD, known_channel, redirect_url)
    return {}


@mutation("setPassword")
def set_password(caller: Caller, *, email: str, token: str, password: str) -> Payload:
    """Set a password with the emailed token, which also confirms the address, and sign in with it."""
    customer, _ = read_emailed_token(token, TokenKind.SET_PASSWORD)
    if customer is None or customer.email != email:
        raise refuse("token", "INVALID")
    _check_password(password, field="password")
    if not customer.is_confirmed:
        _claim_guest_orders(customer)
    customer.password, customer.is_confirmed = make_password(password), True
    customer.save(update_fields=["password", "is_confirmed"])
    return sign_in(caller, email=email, password=password)


@mutation("passwordChange")
def change_password(caller: Caller, *, new_password: str, old_password: str | None = None) -> Payload:
    """Change the customer's password; session tokens stay valid."""
    customer = caller.require_customer()
    if not check_password(old_password, customer.password):
        raise refuse("oldPassword", "INVALID_CREDENTIALS")
    _check_password(new_password, field="newPassword")
    customer.password = make_password(new_password)
    customer.save(update_fields=["password"])
    return {}


@mutation("requestEmailChange")
def request_email_change(
    caller: Caller, *, new_email: str, password: str, redirect_url: str, channel: str | None = None
) -> Payload:
    """Send a token to the new address, even when another customer has it."""
    customer = caller.require_customer()
    if not check_password(password, customer.password):
        raise refuse("password", "INVALID_CREDENTIALS")
    _check_redirect(redirect_url)
    where, new_email = find_channel(channel), new_email.lower()
    _send("AccountChangeEmailRequested", customer, TokenKind.CHANGE_EMAIL, where, redirect_url, new_email=new_email)
    return {}


@mutation("confirmEmailChange")
def confirm_email_change(caller: Caller, *, token: str, channel: str | None = None) -> Payload:
    """Take the new address and claim its guest orders. Session tokens name the old address, so all of them end."""
    customer = caller.require_customer()
    holder, claims = read_emailed_token(token, TokenKind.CHANGE_EMAIL)
    if holder != customer:
        raise refuse("token", "JWT_INVALID_TOKEN")
    new_email = claims["new_email"]
    if Customer.objects.filter(email=new_email).exists():
        raise refuse("newEmail", "UNIQUE")
    customer.email = new_email
    customer.save(update_fields=["email", "updated_at"])
    _claim_guest_orders(customer)
    where = find_channel(channel)
    webhooks.send_account_event("AccountEmailChanged", customer, channel=where.slug, new_email=new_email)
    return {"user": customer}


@mutation("accountRequestDeletion")
def request_deletion(caller: Caller, *, redirect_url: str, channel: str | None = None) -> Payload:
    """Email a link with which the account can be deleted."""
    customer = caller.require_customer()
    _check_redirect(redirect_url)
    _send("AccountDeleteRequested", customer, TokenKind.DELETE_ACCOUNT, find_channel(channel), redirect_url)
    return {}


@mutation("accountDelete")
def delete(caller: Caller, *, token: str) -> Payload:
    """Delete the account; its orders stay, without a customer."""
    customer = caller.require_customer()
    if read_emailed_token(token, TokenKind.DELETE_ACCOUNT)[0] != customer:
        raise refuse("token", "INVALID")
    customer.delete()
    return {}


def _send(
    event: str, customer: Customer, kind: TokenKind, channel: Channel, redirect_url: str, *, new_email: str = ""
) -> None:
    """Send an account event with a token; its handler in the shop sends the email."""
    token = issue_token(kind, customer, new_email=new_email)
    webhooks.send_account_event(
        event, customer, channel=channel.slug, token=token, redirect_url=redirect_url, new_email=new_email
    )


def _claim_guest_orders(customer: Customer) -> None:
    """Give the customer the guest orders with their address; they must have proved the mailbox before."""
    Order.objects.filter(user_email=customer.email, customer=None).update(customer=customer)


def _check_password(password: str, *, field: str) -> None:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise refuse(field, "PASSWORD_TOO_SHORT")


def _check_redirect(url: str) -> None:
    """Refuse an address that is not on one of the shop's hosts."""
    own: Sequence[str] = [*settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_URL).hostname or ""]
    if not validate_host(urlsplit(url).hostname or "", own):
        raise refuse("redirectUrl", "INVALID")
