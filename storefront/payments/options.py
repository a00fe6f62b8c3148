"""Ways to pay. Each is an app at Saleor that sends the shopper to a page of its own; here stands what we say of it.

Which ones are offered: those that PAYMENT_GATEWAYS names for the market, that are written here, and that Saleor says
are ready. What an app answers is hostile until it has been looked at: `page_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.core.markets import active_market
from storefront.saleor import payments
from storefront.saleor.api import Credentials

LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One way to pay: `gateway` is its Saleor app identifier, `title` and `text` are what the shopper reads."""

    gateway: str
    title: Promise
    text: Promise


_KNOWN: dict[str, Provider] = {
    provider.gateway: provider
    for provider in (
        Provider(
            gateway="gradual.test-payments",
            title=_("Test payment: no money moves"),
            text=_("You choose how it ends on a page that stands in for a payment service’s."),
        ),
        Provider(
            gateway="gradual.stripe",
            title=_("Card, or another way that Stripe offers you"),
            text=_("You pay on Stripe’s page and come back here. Stripe is told an amount, and no product."),
        ),
    )
}


def configured() -> tuple[Provider, ...]:
    """The providers that the settings name for this market, in their order."""
    named = settings.PAYMENT_GATEWAYS.of(active_market().language)
    return tuple(_KNOWN[gateway] for gateway in named if gateway in _KNOWN)


def usable(checkout_id: str, *, caller: Credentials) -> tuple[Provider, ...]:
    """Those of `configured` that Saleor says can take this checkout's payment."""
    gateways = tuple(provider.gateway for provider in configured())
    if not gateways:
        return ()
    ready = payments.usable_gateways(checkout_id, gateways=gateways, caller=caller)
    return tuple(_KNOWN[gateway] for gateway in ready)


def unknown() -> tuple[str, ...]:
    """The gateways that the settings name and nobody has written here."""
    return tuple(gateway for gateway in settings.PAYMENT_GATEWAYS.all if gateway not in _KNOWN)


def initial_data(provider: Provider | None, *, return_url: str, outcome: str = "") -> Mapping[str, object]:
    """What an app is handed with the request for money: where the shopper comes back to. It is kept until the end.

    With test payments an `outcome` may be named: then it ends so at once, and nobody is sent anywhere. Without a
    provider there is nothing to pay.
    """
    if provider is None:
        return {}
    return {"outcome": outcome} if outcome else {"return_url": return_url}


def cancel_data() -> Mapping[str, object]:
    """What an app is handed when the shopper gives up."""
    return {"stop": True}


def safe_redirect_url(action: object, *, origin: str) -> str | None:
    """The address of the page on which the shopper pays, if it is one that a browser may be sent to: https, or a page
    of our own (`origin`, such as http://127.0.0.1:8080) while there are test payments.

    `action` is what the app said (`attempts.action_of`).
    """
    address = action.get("redirectUrl") if isinstance(action, Mapping) else None
    if not isinstance(address, str) or len(address) > LONGEST_ADDRESS or not _is_plain(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if not host or parts.username is not None or parts.password is not None:
        return None
    ours = settings.TEST_PAYMENTS and f"{parts.scheme}://{parts.netloc}" == origin
    return address if parts.scheme == "https" or ours else None


def _is_plain(address: str) -> bool:
    """Whether it is written in an address's own characters: browsers read blanks and backslashes their own way."""
    return address.isascii() and address.isprintable() and not any(mark in address for mark in " \\\"'<>`{}|^")
