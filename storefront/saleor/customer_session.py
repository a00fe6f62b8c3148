"""Who is asking: the network address to hand to Saleor, and the customer's tokens.

Tokens live only in the server-side session.
"""

import ipaddress
import time
from collections.abc import Mapping

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from storefront.core.locks import wait_for_lock
from storefront.saleor import accounts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.types import SignIn

_KEY = "sign_in"
_ACCESS_LIFE = 240  # seconds; Saleor's tokens live 300, and a page must not start with one about to end
_PATIENCE, _LOCK_LIFE = 10.0, 60.0  # seconds; asking for a token takes 20 at most


def client_ip(request: HttpRequest) -> str:
    """The visitor's network address: the connection's, or what our TRUSTED_PROXIES outermost proxy saw.

    What the visitor wrote into X-Forwarded-For themselves stands further left and is never believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return direct
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    seen = chain[-settings.TRUSTED_PROXIES] if len(chain) >= settings.TRUSTED_PROXIES else direct
    return seen if _is_address(seen) else direct


def credentials(request: HttpRequest) -> Credentials:
    """The visitor as Saleor shall see them: with a fresh access token when they are signed in.

    Raises errors.Unavailable when a new access token is needed and Saleor is away; they stay signed in.
    """
    address = client_ip(request)
    kept = request.session.get(_KEY)
    if kept is None:
        return Credentials(address=address)
    if kept["expires"] <= time.time():
        kept = _refreshed(request.session, kept, Credentials(address=address))
    return Credentials(token=str(kept["access"]) if kept else None, address=address)


def customer_email(request: HttpRequest) -> str | None:
    """The signed-in customer's email address, or None."""
    kept = request.session.get(_KEY)
    return kept["email"] if kept else None


def sign_in(request: HttpRequest, signed: SignIn) -> None:
    """Keep a customer's tokens; the session gets a new key, so that one fixed before is worthless."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "email": signed.user.email,
        "access": signed.token,
        "refresh": signed.refresh_token,
        "expires": time.time() + _ACCESS_LIFE,
    }


def sign_out(request: HttpRequest) -> None:
    """Forget the customer's tokens and what the session knows of the person; the cart stays."""
    request.session.pop(_KEY, None)
    for key in settings.SESSION_KEYS_OF_A_PERSON:
        request.session.pop(key, None)
    request.session.cycle_key()


def _refreshed(session: SessionBase, kept: Mapping[str, object], anonymous: Credentials) -> Mapping[str, object] | None:
    """The session's tokens with a new access token, or None (and signed out) when the refresh token has ended.

    Requests of one session that run beside each other ask once: the others wait and take what the first one kept.
    """
    with wait_for_lock("token-refresh", str(session.session_key), wait=_PATIENCE, ttl=_LOCK_LIFE):
        if not session.modified:
            stored = _another(session).get(_KEY)
            if stored is None or stored["expires"] > time.time():
                _take(session, stored)
                return stored
            kept = stored
        try:
            access = accounts.refresh(str(kept["refresh"]), caller=anonymous)
        except (errors.MutationError, errors.TokenExpired):
            session.pop(_KEY, None)
            return None
        renewed = {**kept, "access": access, "expires": time.time() + _ACCESS_LIFE}
        return renewed if _keep(session, renewed) else None


def _keep(session: SessionBase, renewed: Mapping[str, object]) -> bool:
    """Write the tokens down at once, for the requests that wait, and nothing else of a session that others may have
    changed meanwhile. False when somebody signed out meanwhile."""
    if session.modified:
        session[_KEY] = renewed
        return True
    fresh = _another(session)
    if _KEY in fresh:
        fresh[_KEY] = renewed
        try:
            fresh.save()
        except UpdateError:
            fresh.pop(_KEY)
    _take(session, fresh.get(_KEY))
    return _KEY in fresh


def _take(session: SessionBase, stored: Mapping[str, object] | None) -> None:
    """What the session's store holds already: nothing to be written at the end of the request."""
    modified = session.modified
    session.pop(_KEY, None)
    if stored is not None:
        session[_KEY] = stored
    session.modified = modified


def _another(session: SessionBase) -> SessionBase:
    """The same session as its store has it now."""
    return type(session)(session.session_key)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
