"""Who sends a request, signing in and out, and the signed tokens for sessions and emailed links."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from math import inf
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core import signing
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from storefront.sandbox.graphql.errors import TopLevelError, permission_denied, refuse
from storefront.sandbox.graphql.registry import Payload, mutation
from storefront.sandbox.models import Attribute, Customer

SALT = "storefront.sandbox"
LOGIN_DELAY_SECONDS = 1


class TokenKind(StrEnum):
    """What a token is good for."""

    ACCESS = "access"
    REFRESH = "refresh"
    APP = "app"
    CONFIRM_ACCOUNT = "confirm account"
    SET_PASSWORD = "set password"  # noqa: S105 - the purpose, not a password
    CHANGE_EMAIL = "change email"
    DELETE_ACCOUNT = "delete account"


LIFETIMES = {TokenKind.ACCESS: timedelta(minutes=5), TokenKind.REFRESH: timedelta(days=30)}
EMAILED_LIFETIME = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who sends a request: a customer, an app (by its identifier) or an anonymous shopper.

    `network_address` is the forwarded one. A `token_error` fails every field, as in Saleor.
    """

    network_address: str
    customer: Customer | None = None
    app: str | None = None
    token_error: TopLevelError | None = None

    def require_customer(self) -> Customer:
        """Return the customer. Raises PermissionDenied for everyone else."""
        if self.customer is None:
            raise permission_denied()
        return self.customer

    def require_app(self) -> str:
        """Return the app's identifier; apps hold every permission. Raises PermissionDenied for everyone else."""
        if self.app is None:
            raise permission_denied()
        return self.app

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """Every attribute by slug, read once a request."""
        return {row.slug: row for row in Attribute.objects.all()}


def caller_of(*, authorization: str, forwarded_for: str) -> Caller:
    """Return the sender named by the headers. A garbage token counts as anonymous, an expired one fails everything."""
    address = forwarded_for.split(",")[0].strip()[:45] or "127.0.0.1"
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() not in ("bearer", "jwt"):
        return Caller(network_address=address)
    try:
        claims = _claims(token.strip())
    except signing.SignatureExpired:
        expired = TopLevelError("Signature has expired", "ExpiredSignatureError")
        return Caller(network_address=address, token_error=expired)
    except signing.BadSignature:
        return Caller(network_address=address)
    if claims["kind"] == TokenKind.APP:
        return Caller(network_address=address, app=claims["app"])
    if claims["kind"] != TokenKind.ACCESS:
        return Caller(network_address=address)
    customer = _holder(claims)
    if customer is None:
        return Caller(network_address=address, token_error=TopLevelError("Invalid token.", "InvalidTokenError"))
    return Caller(network_address=address, customer=customer)


def app_token(identifier: str) -> str:
    """Return the token of one of the shop's apps: in the sandbox all of them are installed."""
    return signing.dumps({"kind": TokenKind.APP, "app": identifier}, salt=SALT)


def issue_token(kind: TokenKind, customer: Customer, **claims: str) -> str:
    """Return a token for a session or for the link in an email."""
    until = (timezone.now() + LIFETIMES.get(kind, EMAILED_LIFETIME)).timestamp()
    state = _state(kind, customer)
    return signing.dumps({**claims, "kind": kind, "customer": customer.pk, "state": state, "until": until}, salt=SALT)


def read_emailed_token(token: str, kind: TokenKind) -> tuple[Customer | None, dict[str, Any]]:
    """Return whose token it is, and its claims. The customer is None when it is of another kind, used or expired."""
    try:
        claims = _claims(token)
    except signing.BadSignature:
        return None, {}
    return (_holder(claims) if claims["kind"] == kind else None), claims


def new_token_key() -> str:
    """Return a fresh key: session tokens made with the old one are no longer valid."""
    return get_random_string(12)


def check_login_delay(caller: Caller) -> None:
    """Refuse a login from a network address that has just failed one."""
    if cache.get(_delay_key(caller)):
        raise refuse(None, "LOGIN_ATTEMPT_DELAYED")


def delay_next_login(caller: Caller) -> None:
    """Make the caller's network address wait before its next login."""
    cache.set(_delay_key(caller), True, LOGIN_DELAY_SECONDS)


@mutation("tokenCreate")
def sign_in(caller: Caller, *, email: str, password: str) -> Payload:
    """Return an access and a refresh token for email and password."""
    check_login_delay(caller)
    customer = Customer.objects.filter(email=email.lower()).first()
    if customer is None or not check_password(password, customer.password):
        delay_next_login(caller)
        raise refuse("email", "INVALID_CREDENTIALS")
    if not customer.is_confirmed:
        raise refuse("email", "ACCOUNT_NOT_CONFIRMED")
    customer.last_login = timezone.now()
    customer.save(update_fields=["last_login"])
    return {
        "token": issue_token(TokenKind.ACCESS, customer),
        "refresh_token": issue_token(TokenKind.REFRESH, customer),
        "user": customer,
    }


@mutation("tokenRefresh")
def refresh(_: Caller, *, refresh_token: str) -> Payload:
    """Return a new access token."""
    try:
        claims = _claims(refresh_token)
    except signing.BadSignature as error:
        raise refuse("refreshToken", "JWT_DECODE_ERROR") from error
    if claims["kind"] != TokenKind.REFRESH:
        raise refuse("refreshToken", "JWT_INVALID_TOKEN")
    customer = _holder(claims)
    if customer is None:
        raise refuse(None, "JWT_INVALID_TOKEN")
    return {"token": issue_token(TokenKind.ACCESS, customer)}


@mutation("tokensDeactivateAll")
def sign_out_everywhere(caller: Caller) -> Payload:
    """Invalidate every session token of the customer."""
    customer = caller.require_customer()
    customer.token_key = new_token_key()
    customer.save(update_fields=["token_key"])
    return {}


def _claims(token: str) -> dict[str, Any]:
    """Return a token's claims. Raises SignatureExpired or BadSignature."""
    claims: dict[str, Any] = signing.loads(token, salt=SALT)
    if claims.get("until", inf) < timezone.now().timestamp():
        raise signing.SignatureExpired
    return claims


def _holder(claims: dict[str, Any]) -> Customer | None:
    """Return the customer of a token, unless what it depends on has changed since."""
    customer = Customer.objects.filter(pk=claims["customer"]).first()
    return customer if customer is not None and claims["state"] == _state(claims["kind"], customer) else None


def _state(kind: str, customer: Customer) -> str:
    """Return a hash of what a token depends on: a session on email and key, an emailed link on what it changes."""
    depends = [customer.email]
    if kind in (TokenKind.ACCESS, TokenKind.REFRESH):
        depends.append(customer.token_key)
    else:
        depends += [customer.password, str(customer.is_confirmed)]
    return salted_hmac(SALT, "|".join(depends)).hexdigest()[:16]


def _delay_key(caller: Caller) -> str:
    return f"sandbox-login-delay:{caller.network_address}"
