"""The session of a visitor's first item.

Readers have no session and no cookie. When two first items are added at the same time, or the page is left before the
first answer brings the cookie, each request would begin a session of its own, and one item would be lost. The script
therefore names its request by a random ticket in a cookie that lives for a minute; requests with the same ticket share
one session (docs/decisions/0034-first-session.md).
"""

import re
import time

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase
from django.http import HttpRequest

from storefront.core.crypto import keyed_hash
from storefront.core.sessions.keys import TICKET_USED_AT

COOKIE = "__Host-gradual_ticket" if settings.HTTPS else "gradual_ticket"
_SECONDS = 120  # longer than the cookie lives and a first item takes
_TICKET = re.compile(r"[0-9a-f]{32}")


def is_known(request: HttpRequest) -> bool:
    """Return whether the browser sent a session's cookie, or a ticket whose session exists."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return True
    session = _session_of_ticket(request)
    if session is None or session.is_empty():
        return False
    request.session = session
    request.session.modified = True  # brings the cookie, should the answer to the first item be lost
    return True


def adopt(request: HttpRequest) -> None:
    """Use the ticket's session if the visitor has none, and create it for the first request that brings the ticket."""
    TICKET_USED_AT.get(request.session)  # loads the session, which drops the key of one that has ended
    if not request.session.is_empty():
        return
    session = _session_of_ticket(request)
    if session is None:
        return
    if session.session_key is None:
        session = _create(request)
    request.session = session
    request.session.modified = True  # sends the cookie with this answer too


def _session_of_ticket(request: HttpRequest) -> SessionBase | None:
    """Return the session of the request's ticket, empty if it is not created yet; None without a current ticket."""
    key = _session_key(request)
    if key is None:
        return None
    session = type(request.session)(key)
    used_at = TICKET_USED_AT.get(session)
    if session.session_key is None:
        return session
    return session if used_at is not None and time.time() - used_at < _SECONDS else None


def _create(request: HttpRequest) -> SessionBase:
    key = _session_key(request)
    session = type(request.session)(key)
    TICKET_USED_AT.set(session, int(time.time()))
    session._session_key = key  # loading a session that does not exist dropped it
    try:
        session.save(must_create=True)
    except CreateError:
        return type(request.session)(key)  # another request of this ticket was first
    return session


def _session_key(request: HttpRequest) -> str | None:
    ticket = request.COOKIES.get(COOKIE, "")
    return keyed_hash(f"first session {ticket}")[:32] if _TICKET.fullmatch(ticket) else None
