"""How often things of an account may be tried, and by whom they are counted.

A household's network is allowed more than one person would ever need; what could be guessed at, much less.
"""

from django.http import HttpRequest

from storefront import limits, visitor
from storefront.limits import Limit

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
    limits.spend(_SIGN_INS_FROM_NETWORK, _network(request))
    limits.spend(_SIGN_INS_HERE, _here(request, email))
    limits.spend(_SIGN_INS_ANYWHERE, email)


def signed_in(request: HttpRequest, *, email: str) -> None:
    """The password was right: what was mistyped before it counts no longer."""
    limits.forgive(_SIGN_INS_HERE, _here(request, email))


def register(request: HttpRequest) -> None:
    """One account more from this network."""
    limits.spend(_REGISTRATIONS, _network(request))


def reset(request: HttpRequest, *, email: str) -> None:
    """One letter with a link to a new password, whether or not there is such an account."""
    limits.spend(_RESETS_FROM_NETWORK, _network(request))
    limits.spend(_RESETS, email)


def mailed_link(request: HttpRequest) -> None:
    """One token tried, of those that are mailed."""
    limits.spend(_MAILED_LINKS, _network(request))


def password(request: HttpRequest) -> None:
    """One password typed by somebody who is signed in already."""
    limits.spend(_PASSWORDS, _customer(request))


def letter(request: HttpRequest) -> None:
    """One letter that a signed-in customer has us send, to whatever address."""
    limits.spend(_LETTERS, _customer(request))


def download(request: HttpRequest) -> None:
    """Everything about somebody, gathered once."""
    limits.spend(_DOWNLOADS, _customer(request))


def _network(request: HttpRequest) -> str:
    return limits.network(visitor.client_address(request))


def _here(request: HttpRequest, email: str) -> str:
    return f"{email} {_network(request)}"


def _customer(request: HttpRequest) -> str:
    return visitor.signed_in_as(request) or _network(request)
