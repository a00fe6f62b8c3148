"""The visitor's network address and the signed-in customer's tokens.

Tokens are kept only in the server-side session.
"""

import ipaddress
import time
from collections.abc import Mapping

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from storefront.core import rate_limits
from storefront.core.locks import wait_for_lock
from storefront.saleor import accounts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.types import SignIn

_KEY = "sign_in"
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
    kept = request.session.get(_KEY)
    if kept is None:
        return Credentials(address=address)
    if kept["expires"] <= time.time():
        kept = _refresh(request.session, kept, Credentials(address=address))
    return Credentials(token=str(kept["access"]) if kept else None, address=address)


def customer_email(request: HttpRequest) -> str | None:
    """Return the signed-in customer's email address, or None."""
    kept = request.session.get(_KEY)
    return kept["email"] if kept else None


def sign_in(request: HttpRequest, signed: SignIn) -> None:
    """Store a customer's tokens under a new session key, which prevents session fixation."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "email": signed.user.email,
        "access": signed.token,
        "refresh": signed.refresh_token,
        "expires": time.time() + _ACCESS_SECONDS,
    }


def sign_out(request: HttpRequest) -> None:
    """Remove the customer's tokens and personal session data; the cart stays."""
    request.session.pop(_KEY, None)
    for key in settings.SESSION_KEYS_OF_A_PERSON:
        request.session.pop(key, None)
    request.session.cycle_key()


def _refresh(session: SessionBase, kept: Mapping[str, object], anonymous: Credentials) -> Mapping[str, object] | None:
    """Return the session's tokens with a new access token, or None when the refresh token is no longer valid.

    Concurrent requests of a session refresh once: the others wait and use what the first one stored.
    """
    with wait_for_lock("token-refresh", str(session.session_key), wait=_LOCK_WAIT_SECONDS, ttl=_LOCK_TTL_SECONDS):
        if not session.modified:
            stored = _reload(session).get(_KEY)
            if stored is None or stored["expires"] > time.time():
                _copy_stored(session, stored)
                return stored
            kept = stored
        try:
            access = accounts.refresh(str(kept["refresh"]), caller=anonymous)
        except (errors.MutationError, errors.TokenExpired):
            session.pop(_KEY, None)
            return None
        renewed = {**kept, "access": access, "expires": time.time() + _ACCESS_SECONDS}
        return renewed if _store_tokens(session, renewed) else None


def _store_tokens(session: SessionBase, renewed: Mapping[str, object]) -> bool:
    """Store new tokens immediately for waiting requests, and nothing else, since other requests may have changed the
    session.

    Returns False when the customer signed out in the meantime.
    """
    if session.modified:
        session[_KEY] = renewed
        return True
    fresh = _reload(session)
    if _KEY in fresh:
        fresh[_KEY] = renewed
        try:
            fresh.save()
        except UpdateError:
            fresh.pop(_KEY)
    _copy_stored(session, fresh.get(_KEY))
    return _KEY in fresh


def _copy_stored(session: SessionBase, stored: Mapping[str, object] | None) -> None:
    """Copy what the session store already holds, so that the request does not write it again."""
    modified = session.modified
    session.pop(_KEY, None)
    if stored is not None:
        session[_KEY] = stored
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
