"""Access and refresh tokens: signed, dated, and worthless once the customer's token key has changed."""

from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import get_random_string

from storefront.saleor.app.installation import SANDBOX_TOKENS
from storefront.sandbox.caller import Caller
from storefront.sandbox.errors import TopLevelError
from storefront.sandbox.models import Customer

ACCESS_SECONDS = 5 * 60
REFRESH_SECONDS = 30 * 24 * 60 * 60
_ACCESS, _REFRESH = "sandbox.access", "sandbox.refresh"


@dataclass(frozen=True, slots=True)
class TokenProblem(Exception):
    """Why a refresh token is not taken, in Saleor's words: `code` of AccountError, `message`, the input's `field`."""

    code: str
    message: str
    field: str | None = "refreshToken"


def new_token_key() -> str:
    """A fresh key: every token made with the old one becomes worthless."""
    return get_random_string(12)


def access_token(customer: Customer) -> str:
    """Good for five minutes."""
    return _token(customer, _ACCESS)


def refresh_token(customer: Customer) -> str:
    """Good for thirty days."""
    return _token(customer, _REFRESH)


def customer_of_refresh_token(token: str) -> Customer:
    """Whose refresh token it is; raises TokenProblem."""
    try:
        payload = signing.loads(token, salt=_REFRESH, max_age=REFRESH_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenProblem("JWT_SIGNATURE_EXPIRED", "Signature has expired") from error
    except signing.BadSignature as error:
        if _is_access_token(token):
            raise TokenProblem("JWT_INVALID_TOKEN", "Incorrect refreshToken") from error
        raise TokenProblem("JWT_DECODE_ERROR", "Error decoding signature") from error
    customer = Customer.objects.filter(email=payload["email"], token_key=payload["key"]).first()
    if customer is None:
        raise TokenProblem("JWT_INVALID_TOKEN", "Invalid token", None)
    return customer


def caller_of(*, authorization: str, forwarded_for: str) -> Caller:
    """The asker by their headers. A garbage token counts as anonymous; an expired one fails everything."""
    address = forwarded_for.split(",")[0].strip()[:45] or "127.0.0.1"
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() not in ("bearer", "jwt") or not token:
        return Caller(network_address=address)
    app = _app_of(token.strip())
    if app is not None:
        return Caller(network_address=address, app=app)
    try:
        payload = signing.loads(token.strip(), salt=_ACCESS, max_age=ACCESS_SECONDS)
    except signing.SignatureExpired:
        error = TopLevelError("Signature has expired", "ExpiredSignatureError")
        return Caller(network_address=address, token_error=error)
    except signing.BadSignature:
        return Caller(network_address=address)
    customer = Customer.objects.filter(email=payload["email"]).first()
    if customer is None:
        message = "Invalid token. User does not exist or is inactive."
    elif customer.token_key != payload["key"]:
        message = "Invalid token. Create new one by using tokenCreate mutation."
    else:
        return Caller(network_address=address, customer=customer)
    return Caller(network_address=address, token_error=TopLevelError(message, "InvalidTokenError"))


def _app_of(token: str) -> str | None:
    try:
        identifier: str = signing.loads(token, salt=SANDBOX_TOKENS)
    except signing.BadSignature:
        return None
    return identifier


def _is_access_token(token: str) -> bool:
    try:
        signing.loads(token, salt=_ACCESS)
    except signing.BadSignature:
        return False
    return True


def _token(customer: Customer, salt: str) -> str:
    """Tokens name their customer by address, as Saleor's do: with another address all of them are worthless."""
    return signing.dumps({"email": customer.email, "key": customer.token_key}, salt=salt)
