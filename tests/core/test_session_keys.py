"""Every key of a session is listed, a person's keys end with the person, and the table of sessions says nothing."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from pytest_django import Settings

from storefront.core.sessions.backend import SessionStore, hashed
from storefront.core.sessions.keys import CARTS, CUSTOMER, ORDERS_OPENED, STAY_SIGNED_IN, Owner, SessionKey, end_person

ROOT = Path(settings.BASE_DIR)
METHODS = {"get", "pop", "setdefault", "update", "__setitem__"}


def _is_session(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "session"


def raw_uses(source: str) -> list[int]:
    """Return the lines that read or write a session without a SessionKey."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and _is_session(node.value):
            lines.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            lines += [node.lineno] * _is_session(node.func.value)
        if isinstance(node, ast.Compare) and any(_is_session(side) for side in node.comparators):
            lines += [node.lineno] * isinstance(node.ops[0], ast.In | ast.NotIn)
    return lines


def test_no_code_reads_or_writes_a_session_without_the_list() -> None:
    sources = [path for room in ("storefront", "education") for path in (ROOT / room).rglob("*.py")]
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources
        if path.parts[-2:] != ("sessions", "keys.py") and "providers" not in path.parts  # theirs are payments'
        for line in raw_uses(path.read_text())
    }
    assert not found


@pytest.mark.parametrize(
    "source", ['request.session["a"]', 'session.get("a")', 'x = "a" in request.session', 'request.session.pop("a")']
)
def test_the_search_finds_raw_uses(source: str) -> None:
    assert raw_uses(source) == [1]


def test_only_what_names_nobody_and_an_editors_sign_in_survive_the_end_of_a_person(db: None) -> None:
    # given a session with every key
    session = SessionStore()
    session.create()
    for name in SessionKey.declared:
        session[name] = {}
    session["something else"] = "of somebody"
    session.save()
    before = session.session_key
    # when
    end_person(session)
    session.save()
    # then
    stored = SessionStore(session.session_key).load()
    kept = {name for name, key in SessionKey.declared.items() if key.owner is not Owner.PERSON}
    assert set(stored) == kept - {CARTS.name}  # the cart's room removes it
    assert session.session_key != before
    assert not SessionStore(before).exists(str(before))


def test_a_session_with_something_of_a_person_ends_with_the_browser(db: None) -> None:
    session = SessionStore()
    CARTS.set(session, {})
    assert not session.get_expire_at_browser_close()
    ORDERS_OPENED.set(session, {"1": "id"})
    assert session.get_expire_at_browser_close()
    end_person(session)
    assert not session.get_expire_at_browser_close()


def test_an_editors_sign_in_is_not_made_longer_by_the_end_of_a_customer(db: None) -> None:
    session = SessionStore()
    session["_auth_user_id"] = "1"
    session.set_expiry(0)
    end_person(session)
    assert session["_auth_user_id"] == "1"
    assert session.get_expire_at_browser_close()


def test_a_customer_who_asked_to_stay_signed_in_outlives_the_browser(db: None) -> None:
    session = SessionStore()
    STAY_SIGNED_IN.set(session, True)
    session.set_expiry(None)
    CUSTOMER.set(session, {"email": "sam@example.com"})
    assert not session.get_expire_at_browser_close()


SECRETS = {"email": "sam@example.com", "refresh": "eyJhbGciOiJSUzI1NiJ9.refresh", "checkout": "Q2hlY2tvdXQ6MQ=="}


def test_a_row_holds_neither_data_nor_key_in_the_clear(db: None) -> None:
    # given
    session = SessionStore()
    CUSTOMER.set(session, SECRETS)
    session.save()
    # then
    row = Session.objects.get(session_key=hashed(str(session.session_key)))
    import base64
    import zlib

    data = row.session_data.partition(":")[0]
    raw = base64.urlsafe_b64decode(data.lstrip(".") + "===")
    clear = zlib.decompress(raw) if data.startswith(".") else raw
    everything = f"{row.session_key} {row.session_data}".encode() + clear
    assert str(session.session_key).encode() not in everything
    assert not [secret for secret in SECRETS.values() if secret.encode() in everything]
    # and the browser's key finds it
    assert CUSTOMER.get(SessionStore(session.session_key)) == SECRETS
    # and the row's does not
    assert SessionStore(row.session_key).load() == {}


def test_a_session_outlives_a_change_of_the_secret_key(db: None, settings: Settings) -> None:
    session = SessionStore()
    CARTS.set(session, {"uk": {}})
    session.save()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-only-for-this-test"
    assert CARTS.get(SessionStore(session.session_key)) == {"uk": {}}
    settings.SECRET_KEY_FALLBACKS = []
    assert SessionStore(session.session_key).load() == {}
