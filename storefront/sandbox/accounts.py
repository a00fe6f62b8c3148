"""Accounts: registering, confirming, passwords."""

from datetime import timedelta
from typing import TypedDict

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from storefront.sandbox import events, throttling
from storefront.sandbox.answers.accounts import UserAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload, channel_by, check_email
from storefront.sandbox.customers import claim_guest_orders
from storefront.sandbox.errors import refuse
from storefront.sandbox.models import Channel, Customer
from storefront.sandbox.passwords import (
    check_password_rules,
    confirmation_token,
    confirms,
    reset_token,
)
from storefront.sandbox.redirects import check_redirect
from storefront.sandbox.tokens import new_token_key

ASK_AGAIN_AFTER = timedelta(minutes=15)
WORTHLESS = "Invalid or expired token."


class RegisterInput(TypedDict, total=False):
    """`AccountRegisterInput`."""

    email: str
    password: str
    channel: str | None
    redirectUrl: str | None
    firstName: str | None


def me(caller: Caller) -> UserAnswer | None:
    """The signed-in customer."""
    return UserAnswer(caller.customer) if caller.customer else None


def register(_: Caller, *, given: RegisterInput) -> Payload:
    """Make an account that waits for confirmation; a known email is answered in the same way, and nothing happens."""
    redirect_url = given.get("redirectUrl")
    if not redirect_url:
        raise refuse("redirectUrl", "REQUIRED", "This field is required.")
    check_redirect(redirect_url)
    channel_by(given.get("channel"))
    check_password_rules(given["password"], field="password")
    email = given["email"].lower()
    check_email(email)
    customer = Customer(
        email=email,
        password=make_password(given["password"]),
        first_name=given.get("firstName") or "",
        token_key=new_token_key(),
    )
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError:
        return {"requires_confirmation": True}
    events.account(
        "AccountConfirmationRequested",
        customer,
        channel=given.get("channel") or "",
        token=confirmation_token(customer),
        redirect_url=redirect_url,
    )
    return {"requires_confirmation": True}


def confirm(caller: Caller, *, email: str, token: str, password: str | None = None) -> Payload:
    """Confirm the address with the mailed token and the account's password, as REQUIRE_PASSWORD has it: whose orders
    the address made as a guest is settled by both."""
    customer = Customer.objects.filter(email=email).first()
    if customer is None or not confirms(customer, token):
        raise refuse("token", "INVALID", WORTHLESS)
    if not password:
        raise refuse("password", "REQUIRED", "Password is required")
    throttling.check_may_try(caller.network_address)
    if not check_password(password, customer.password):
        throttling.note_failure(caller.network_address, customer)
        raise refuse("password", "INVALID", "Invalid password")
    throttling.note_success(caller.network_address, customer)
    claim_guest_orders(customer)
    customer.is_confirmed = True
    customer.save(update_fields=["is_confirmed"])
    return {"user": UserAnswer(customer)}


def request_reset(_: Caller, *, email: str, redirect_url: str, channel: str | None = None) -> Payload:
    """Have a reset link mailed, if there is such a customer and none was mailed within a quarter of an hour."""
    check_redirect(redirect_url)
    customer = Customer.objects.filter(email=email.lower()).first()
    known_channel = Channel.objects.filter(slug=channel or "").exists()
    if customer is None or not known_channel or _asked_lately(customer):
        return {}
    customer.reset_requested_at = timezone.now()
    customer.save(update_fields=["reset_requested_at"])
    events.account(
        "AccountSetPasswordRequested",
        customer,
        channel=channel or "",
        token=reset_token(customer),
        redirect_url=redirect_url,
    )
    return {}


def change_password(caller: Caller, *, new_password: str, old_password: str | None = None) -> Payload:
    """Change the signed-in customer's password; tokens made before go on working."""
    customer = caller.signed_in()
    if not check_password(old_password, customer.password):
        raise refuse("oldPassword", "INVALID_CREDENTIALS", "Old password isn't valid.")
    check_password_rules(new_password, field="newPassword")
    customer.password = make_password(new_password)
    customer.save(update_fields=["password"])
    return {}


def _asked_lately(customer: Customer) -> bool:
    asked = customer.reset_requested_at
    return asked is not None and asked > timezone.now() - ASK_AGAIN_AFTER
