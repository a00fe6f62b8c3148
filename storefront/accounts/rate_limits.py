"""How often things of an account may be tried, and by whom they are counted.

A household's network is allowed more than one person would ever need; what could be guessed at, much less.
"""

from django.http import HttpRequest

from storefront.core import rate_limits
from storefront.core.rate_limits import Limit
from storefront.saleor import customer_session

_SIGN_INS_FROM_NETWORK = Limit(name="sign-in-network", most=30, seconds=5 * 60)
_SIGN_INS_HERE = Limit(name="sign-in-here", most=8, seconds=15 * 60)
_SIGN_INS_ANYWHERE = Limit(name="sign-in-anywhere", most=100, seconds=60 * 60)
_REGISTRATIONS = Limit(name="register", most=20, seconds=60 * 60)
_RESETS_FROM_NETWORK = Limit(name="reset-network", most=20, seconds=60 * 60)
_RESETS = Limit(name="reset", most=5, seconds=60 * 60)
_MAILED_LINKS = Limit(name="mailed-link", most=30, seconds=60 * 60)
_PASSWORDS = Limit(name="password", most=10, seconds=60 * 60)
_LETTERS = Limit(name="letter", most=5, seconds=60 * 60)
_DOWNLOADS = Limit(name="download", most=10, seconds=60 * 60)


def sign_in(request: HttpRequest, *, email: str) -> None:
    """One try to sign in. Raises limits.TooOften, as all of these do."""
    rate_limits.hit(_SIGN_INS_FROM_NETWORK, _network(request))
    rate_limits.hit(_SIGN_INS_HERE, _here(request, email))
    rate_limits.hit(_SIGN_INS_ANYWHERE, email)


def signed_in(request: HttpRequest, *, email: str) -> None:
    """The password was right: what was mistyped before it counts no longer."""
    rate_limits.reset(_SIGN_INS_HERE, _here(request, email))


def register(request: HttpRequest) -> None:
    """One account more from this network."""
    rate_limits.hit(_REGISTRATIONS, _network(request))


def reset(request: HttpRequest, *, email: str) -> None:
    """One letter with a link to a new password, whether or not there is such an account."""
    rate_limits.hit(_RESETS_FROM_NETWORK, _network(request))
    rate_limits.hit(_RESETS, email)


def mailed_link(request: HttpRequest) -> None:
    """One token tried, of those that are mailed."""
    rate_limits.hit(_MAILED_LINKS, _network(request))


def password(request: HttpRequest) -> None:
    """One password typed by somebody who is signed in already."""
    rate_limits.hit(_PASSWORDS, _customer(request))


def letter(request: HttpRequest) -> None:
    """One letter that a signed-in customer has us send, to whatever address."""
    rate_limits.hit(_LETTERS, _customer(request))


def download(request: HttpRequest) -> None:
    """Everything about somebody, gathered once."""
    rate_limits.hit(_DOWNLOADS, _customer(request))


def _network(request: HttpRequest) -> str:
    return rate_limits.network(customer_session.client_ip(request))


def _here(request: HttpRequest, email: str) -> str:
    return f"{email} {_network(request)}"


def _customer(request: HttpRequest) -> str:
    return customer_session.customer_email(request) or _network(request)
