"""The visitor's network address and the signed-in customer's tokens.

Tokens are kept only in the server-side session.
"""

import ipaddress
import time
from collections.abc import Mapping

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from storefront.core.coordination import rate_limits
from storefront.core.coordination.locks import wait_for_lock
from storefront.core.sessions.keys import CUSTOMER, STAY_SIGNED_IN, end_person
from storefront.saleor import accounts
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import SignIn

_ACCESS_SECONDS = 240  # Saleor's tokens are valid for 300 s; a page must not start with one that is about to expire
_LOCK_WAIT_SECONDS, _LOCK_TTL_SECONDS = 10.0, 60.0  # fetching a token takes at most 20 s


def client_ip(request: HttpRequest) -> str:
    """Return the visitor's network address: the connection's, or the one that the outermost trusted proxy saw.

    Entries that the visitor wrote into X-Forwarded-For are further left and are ignored (TRUSTED_PROXIES).
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return direct
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    seen = chain[-settings.TRUSTED_PROXIES] if len(chain) >= settings.TRUSTED_PROXIES else direct
    return seen if _is_address(seen) else direct


def client_network(request: HttpRequest) -> str:
    """Return the visitor's network, by which rate limits count: an IPv4 address, or the /64 of an IPv6 address."""
    return rate_limits.network(client_ip(request))


def credentials(request: HttpRequest) -> Credentials:
    """Return the visitor's credentials for Saleor, with a fresh access token when they are signed in.

    Raises Unavailable when a new access token is needed and Saleor does not answer; the customer stays signed in.
    """
    address = client_ip(request)
    kept: Mapping[str, object] | None = CUSTOMER.get(request.session)
    if kept is None:
        return Credentials(address=address)
    if float(str(kept["expires"])) <= time.time():
        kept = _refresh(request.session, kept, Credentials(address=address))
    return Credentials(token=str(kept["access"]) if kept else None, address=address)


def customer_email(request: HttpRequest) -> str | None:
    """Return the signed-in customer's email address, or None."""
    kept = CUSTOMER.get(request.session)
    return kept["email"] if kept else None


def sign_in(request: HttpRequest, signed: SignIn, *, stay: bool = False) -> None:
    """Store a customer's tokens under a new session key, which prevents session fixation.

    What the session held of another customer ends first. With `stay` the sign-in outlives the browser.
    """
    session = request.session
    before = customer_email(request)
    if before is not None and before.casefold() != signed.user.email.casefold():
        end_person(session)
    session.cycle_key()
    if stay:
        STAY_SIGNED_IN.set(session, True)
        session.set_expiry(None)
    tokens = {
        "email": signed.user.email,
        "access": signed.token,
        "refresh": signed.refresh_token,
        "expires": time.time() + _ACCESS_SECONDS,
    }
    CUSTOMER.set(session, tokens)


def sign_out(request: HttpRequest) -> None:
    """End the session of this person; what the cart keeps is the cart's decision."""
    end_person(request.session)


def _refresh(session: SessionBase, kept: Mapping[str, object], anonymous: Credentials) -> Mapping[str, object] | None:
    """Return the session's tokens with a new access token, or None when the refresh token is no longer valid.

    Concurrent requests of a session refresh once: the others wait and use what the first one stored.
    """
    with wait_for_lock("token-refresh", str(session.session_key), wait=_LOCK_WAIT_SECONDS, ttl=_LOCK_TTL_SECONDS):
        if not session.modified:
            stored = CUSTOMER.get(_reload(session))
            if stored is None or stored["expires"] > time.time():
                _copy_stored(session, stored)
                return stored
            kept = stored
        try:
            access = accounts.refresh(str(kept["refresh"]), caller=anonymous)
        except (errors.MutationError, errors.TokenExpired):
            end_person(session)
            return None
        renewed = {**kept, "access": access, "expires": time.time() + _ACCESS_SECONDS}
        return renewed if _store_tokens(session, renewed) else None


def _store_tokens(session: SessionBase, renewed: Mapping[str, object]) -> bool:
    """Store new tokens immediately for waiting requests, and nothing else, since other requests may have changed the
    session.

    Returns False when the customer signed out in the meantime.
    """
    if session.modified:
        CUSTOMER.set(session, dict(renewed))
        return True
    fresh = _reload(session)
    if CUSTOMER.get(fresh) is not None:
        CUSTOMER.set(fresh, dict(renewed))
        try:
            fresh.save()
        except UpdateError:
            CUSTOMER.pop(fresh)
    _copy_stored(session, CUSTOMER.get(fresh))
    return CUSTOMER.get(fresh) is not None


def _copy_stored(session: SessionBase, stored: Mapping[str, object] | None) -> None:
    """Copy what the session store already holds, so that the request does not write it again."""
    modified = session.modified
    CUSTOMER.pop(session)
    if stored is not None:
        CUSTOMER.set(session, dict(stored))
    session.modified = modified


def _reload(session: SessionBase) -> SessionBase:
    """Load the session again from its store."""
    return type(session)(session.session_key)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
