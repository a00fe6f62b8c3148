"""How often an account's forms may be sent, and by whom attempts are counted.

A household's network is allowed more than one person ever needs; what could be guessed is allowed much less.
"""

from django.http import HttpRequest

from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit
from storefront.saleor import customer_session
from storefront.saleor.customer_session import client_network

_SIGN_INS_FROM_NETWORK = Limit(name="sign-in-network", most=30, seconds=5 * 60)
_SIGN_INS_HERE = Limit(name="sign-in-here", most=8, seconds=15 * 60)
_SIGN_INS_ANYWHERE = Limit(name="sign-in-anywhere", most=100, seconds=60 * 60)
_REGISTRATIONS = Limit(name="register", most=20, seconds=60 * 60)
_RESETS_FROM_NETWORK = Limit(name="reset-network", most=20, seconds=60 * 60)
_RESETS_HERE = Limit(name="reset-here", most=5, seconds=60 * 60)
_RESETS_ANYWHERE = Limit(name="reset-anywhere", most=30, seconds=60 * 60)
_EMAILED_LINKS = Limit(name="emailed-link", most=30, seconds=60 * 60)
_PASSWORDS = Limit(name="password", most=10, seconds=60 * 60)
_EMAILS = Limit(name="email", most=5, seconds=60 * 60)
_DOWNLOADS = Limit(name="download", most=10, seconds=60 * 60)


def count_sign_in(request: HttpRequest, *, email: str) -> None:
    """Count an attempt to sign in. Raises RateLimited, as all of these functions do."""
    rate_limits.hit(_SIGN_INS_FROM_NETWORK, client_network(request))
    rate_limits.hit(_SIGN_INS_HERE, _address_from_here(request, email))
    rate_limits.hit(_SIGN_INS_ANYWHERE, email)


def reset_sign_ins(request: HttpRequest, *, email: str) -> None:
    """Reset the count after a successful sign-in, so that mistyped passwords no longer count."""
    rate_limits.reset(_SIGN_INS_HERE, _address_from_here(request, email))


def reset_all_sign_ins(request: HttpRequest, *, email: str) -> None:
    """Reset every count of a mailbox whose emailed link was used: other people's attempts no longer count."""
    reset_sign_ins(request, email=email)
    rate_limits.reset(_SIGN_INS_ANYWHERE, email)


def count_registration(request: HttpRequest) -> None:
    """Count an account that is registered from this network."""
    rate_limits.hit(_REGISTRATIONS, client_network(request))


def count_password_reset(request: HttpRequest, *, email: str) -> None:
    """Count an email with a link to a new password, whether or not the address has an account."""
    rate_limits.hit(_RESETS_FROM_NETWORK, client_network(request))
    rate_limits.hit_mailbox(here=_RESETS_HERE, anywhere=_RESETS_ANYWHERE, email=email, network=client_network(request))


def count_emailed_link(request: HttpRequest) -> None:
    """Count a token of an emailed link."""
    rate_limits.hit(_EMAILED_LINKS, client_network(request))


def count_password(request: HttpRequest) -> None:
    """Count a password that a signed-in customer enters."""
    rate_limits.hit(_PASSWORDS, _customer(request))


def count_email(request: HttpRequest) -> None:
    """Count an email that a signed-in customer has sent to any address."""
    rate_limits.hit(_EMAILS, _customer(request))


def count_download(request: HttpRequest) -> None:
    """Count a download of a customer's data."""
    rate_limits.hit(_DOWNLOADS, _customer(request))


def _address_from_here(request: HttpRequest, email: str) -> str:
    return f"{email} {client_network(request)}"


def _customer(request: HttpRequest) -> str:
    return customer_session.customer_email(request) or client_network(request)
