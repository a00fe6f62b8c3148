"""Signing in and out: tokens for a password, a new token for an old one, and none at all."""

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from storefront.sandbox import throttling, tokens
from storefront.sandbox.accounts import WORTHLESS
from storefront.sandbox.answers.accounts import UserAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload
from storefront.sandbox.customers import claim_guest_orders
from storefront.sandbox.errors import refuse
from storefront.sandbox.models import Customer
from storefront.sandbox.passwords import check_password_rules, resets
from storefront.sandbox.tokens import TokenProblem


def create_token(caller: Caller, *, email: str, password: str) -> Payload:
    """Tokens for email and password. A network address that fails must wait longer and longer."""
    throttling.check_may_try(caller.network_address)
    customer = Customer.objects.filter(email=email.lower()).first()
    # An unknown email takes as long as a known one: somebody's hash is worked out either way.
    right = check_password(password, customer.password) if customer else not make_password(password)
    if customer is None or not right:
        throttling.note_failure(caller.network_address, customer)
        raise refuse("email", "INVALID_CREDENTIALS", "Please, enter valid credentials")
    throttling.note_success(caller.network_address, customer)
    if not customer.is_confirmed:
        message = "Account needs to be confirmed via email."
        raise refuse("email", "ACCOUNT_NOT_CONFIRMED", message)
    customer.last_sign_in = timezone.now()
    customer.save(update_fields=["last_sign_in"])
    return {
        "token": tokens.access_token(customer),
        "refresh_token": tokens.refresh_token(customer),
        "user": UserAnswer(customer),
    }


def refresh(_: Caller, *, refresh_token: str | None = None) -> Payload:
    """A new access token."""
    if refresh_token is None:
        raise refuse("refreshToken", "JWT_MISSING_TOKEN", "Missing refreshToken")
    try:
        customer = tokens.customer_of_refresh_token(refresh_token)
    except TokenProblem as problem:
        raise refuse(problem.field, problem.code, problem.message) from problem
    return {"token": tokens.access_token(customer)}


def deactivate_all(caller: Caller) -> Payload:
    """Make every token of the customer worthless."""
    customer = caller.signed_in()
    customer.token_key = tokens.new_token_key()
    customer.save(update_fields=["token_key"])
    return {}


def set_password(caller: Caller, *, email: str, token: str, password: str) -> Payload:
    """Set a password with the mailed token, which also confirms the address, and sign in with it."""
    customer = Customer.objects.filter(email=email).first()
    if customer is None or not resets(customer, token):
        raise refuse("token", "INVALID", WORTHLESS)
    check_password_rules(password, field="password")
    if not customer.is_confirmed:
        claim_guest_orders(customer)
    customer.password, customer.is_confirmed = make_password(password), True
    customer.save(update_fields=["password", "is_confirmed"])
    return create_token(caller, email=email, password=password)
