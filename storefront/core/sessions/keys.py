"""Every key that a session may hold: whose it is, and what ends it. All code reads and writes sessions through these.

A session belongs to a browser, and a browser may be shared. What belongs to a person ends when they sign out, when
someone else signs in, and when the browser is closed, unless the customer chose to stay signed in. An unknown key
counts as a person's (docs/decisions/0029-sessions.md).
"""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.contrib.sessions.backends.base import SessionBase

from storefront.core import registry

T = TypeVar("T")


class Owner(Enum):
    """Whose a key is, and so what ends it."""

    PERSON = "person"
    """Ends with `end_person`, and with the browser unless the customer stays signed in."""
    DEVICE = "device"
    """Stays in this browser for SESSION_COOKIE_AGE; it names no person."""
    STAFF = "staff"
    """An editor's sign-in to the admin; Django ends it."""


@dataclass(frozen=True, kw_only=True)
class SessionKey(Generic[T]):
    """One key of a session. `holds` says what it holds, `ends` what ends it besides its owner's rule."""

    name: str
    owner: Owner
    holds: str
    ends: str = ""

    declared: ClassVar[dict[str, "SessionKey[Any]"]] = {}

    def __post_init__(self) -> None:
        """Add the key to the list."""
        self.declared[self.name] = self

    def get(self, session: MutableMapping[str, Any] | SessionBase) -> T | None:
        """Return the value, or None. A stored session (a mapping) can be read too."""
        return cast("T | None", session.get(self.name))

    def set(self, session: SessionBase, value: T) -> None:
        """Store the value. With a person's value the session ends with the browser."""
        session[self.name] = value
        if self.owner is Owner.PERSON and not session.get(STAY_SIGNED_IN.name):
            session.set_expiry(0)

    def pop(self, session: SessionBase) -> T | None:
        """Remove the value and return it."""
        return cast("T | None", session.pop(self.name, None))


CUSTOMER = SessionKey[dict[str, Any]](
    name="sign_in",
    owner=Owner.PERSON,
    holds="the signed-in customer: email address, Saleor's access and refresh tokens",
    ends="Saleor refuses the refresh token",
)
STAY_SIGNED_IN = SessionKey[bool](
    name="stay_signed_in", owner=Owner.PERSON, holds="whether the customer asked to stay signed in on this device"
)
CARTS = SessionKey[dict[str, Any]](
    name="carts",
    owner=Owner.DEVICE,
    holds="by channel: the ID of a checkout, what it last showed, an address while collection is chosen",
    ends="an order, and the end of a customer (storefront/cart/merge.py)",
)
TICKET_USED_AT = SessionKey[int](
    name="ticket_used_at",
    owner=Owner.DEVICE,
    holds="when the session began by the first item's ticket (storefront/cart/state/first_session.py)",
)
CART_TO_JOIN = SessionKey[bool](
    name="cart_to_join", owner=Owner.PERSON, holds="whether the account's cart is still to be joined with this one"
)
PAYER = SessionKey[str](
    name="payer", owner=Owner.PERSON, holds="a secret by which this browser sees the payments that it made"
)
ORDERS_OPENED = SessionKey[dict[str, str]](
    name="orders_opened", owner=Owner.PERSON, holds="orders opened by an emailed link: number and Saleor's ID"
)
WITHDRAWALS_TO_CONFIRM = SessionKey[dict[str, str]](
    name="withdrawals_to_confirm", owner=Owner.PERSON, holds="withdrawals that are filled in and not yet confirmed"
)
WITHDRAWAL_RECEIPT = SessionKey[str](
    name="withdrawal_receipt", owner=Owner.PERSON, holds="the key of the withdrawal that was declared last"
)

# Keys of Django and Wagtail, which read and write them themselves.
FRAMEWORK_KEYS: tuple[SessionKey[Any], ...] = (
    SessionKey[str](name="_messages", owner=Owner.PERSON, holds="notices for the next page", ends="they are shown"),
    SessionKey[int](name="_session_expiry", owner=Owner.PERSON, holds="whether the session ends with the browser"),
    SessionKey[str](name="_auth_user_id", owner=Owner.STAFF, holds="the editor's user ID"),
    SessionKey[str](name="_auth_user_backend", owner=Owner.STAFF, holds="how the editor signed in"),
    SessionKey[str](name="_auth_user_hash", owner=Owner.STAFF, holds="a hash of the editor's password hash"),
    SessionKey[str](name="otp_device_id", owner=Owner.STAFF, holds="the authenticator app that the editor used"),
    SessionKey[str](name="otp_device_id", owner=Owner.STAFF, holds="the device of the editor's second factor"),
    SessionKey[str](name="_password_reset_token", owner=Owner.STAFF, holds="an editor's token for a new password"),
    SessionKey[list[int]](
        name="passed_page_view_restrictions", owner=Owner.PERSON, holds="pages whose shared password was given"
    ),
    SessionKey[list[int]](
        name="passed_collection_view_restrictions", owner=Owner.PERSON, holds="folders whose shared password was given"
    ),
)


def end_person(session: SessionBase) -> None:
    """Delete the session, and begin one that keeps only what names no person, and an editor's sign-in."""
    for leave in registry.person_left:
        leave(session)
    kept = {name: session[name] for name in list(session.keys()) if _may_stay(name)}
    ends_with_browser = session.get_expire_at_browser_close()
    session.flush()
    session.update(kept)
    if ends_with_browser and any(SessionKey.declared[name].owner is Owner.STAFF for name in kept):
        session.set_expiry(0)  # an editor's sign-in does not become longer


def close_orders(session: SessionBase) -> None:
    """Remove every key of a person except the customer's own sign-in."""
    for name in list(_of_a_person(session)):
        if name not in (CUSTOMER.name, STAY_SIGNED_IN.name, CART_TO_JOIN.name, "_session_expiry"):
            session.pop(name)


def _may_stay(name: str) -> bool:
    key = SessionKey.declared.get(name)
    return key is not None and key.owner is not Owner.PERSON


def _of_a_person(session: SessionBase) -> Iterator[str]:
    return (name for name in session.keys() if not _may_stay(name))  # noqa: SIM118 - a session is no mapping
