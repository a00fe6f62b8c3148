"""The provider's own page, on which the shopper pays: the data for the provider, and the page's address."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from storefront.core.crypto import DecryptionError
from storefront.payments.models import PaymentAttempt, State

MAX_URL_LENGTH = 2000


def initial_data(*, return_url: str, outcome: str = "") -> Mapping[str, object]:
    """Return the data of the first request for money: the address to which the shopper returns.

    With an `outcome`, the dummy provider ends the payment at its first step, without a page.
    """
    return {"outcome": outcome} if outcome else {"return_url": return_url}


def cancel_data() -> Mapping[str, object]:
    """Return the data that cancels a payment."""
    return {"stop": True}


def hosted_page_url(attempt: PaymentAttempt, *, origin: str) -> str | None:
    """Return the address of the page on which the shopper pays; None if there is none, or none to trust.

    `origin` is this shop's, such as http://127.0.0.1:8080.
    """
    if attempt.state != State.ACTION_REQUIRED:
        return None
    return safe_redirect_url(requested_action(attempt), origin=origin)


def requested_action(attempt: PaymentAttempt) -> object:
    """Return what the provider asks of the shopper, as decoded JSON that is not checked yet.

    None if it asked nothing, if the attempt has ended, or if SECRET_KEY was lost.
    """
    try:
        action = attempt.provider_action
    except DecryptionError:
        return None
    decoded: object = msgspec.json.decode(action) if action else None
    return decoded


def safe_redirect_url(action: object, *, origin: str) -> str | None:
    """Return the address in a provider's answer if it is https, or, with test payments, a page of this shop.

    Answers of providers are hostile until checked.
    """
    address = action.get("redirectUrl") if isinstance(action, Mapping) else None
    if not isinstance(address, str) or len(address) > MAX_URL_LENGTH or not _is_plain(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if not host or parts.username is not None or parts.password is not None:
        return None
    is_own_page = settings.TEST_PAYMENTS and f"{parts.scheme}://{parts.netloc}" == origin
    return address if parts.scheme == "https" or is_own_page else None


def _is_plain(address: str) -> bool:
    """Tell whether every browser reads the address alike: they differ about blanks, backslashes and quotes."""
    return address.isascii() and address.isprintable() and not any(mark in address for mark in " \\\"'<>`{}|^")
