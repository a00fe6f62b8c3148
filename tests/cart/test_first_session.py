"""A visitor's first items share one session, even if answers are lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from storefront.core.sessions.backend import SessionStore
from tests.cart.shopper import CONDOMS, GEL, Shopper

pytestmark = pytest.mark.django_db
TICKET = "0123456789abcdef" * 2


def browser(ticket: str = TICKET) -> Shopper:
    """Return a browser that has a ticket and no other cookie yet."""
    client = Client()
    client.cookies["gradual_ticket"] = ticket
    return Shopper(client=client)


def test_two_first_items_at_the_same_time_end_in_one_cart() -> None:
    first, second = browser(), browser()

    first.add(GEL, htmx=True)
    second.add(CONDOMS, htmx=True)

    assert first.client.cookies["gradual_session"].value == second.client.cookies["gradual_session"].value
    assert first.quantities() == {GEL: 1, CONDOMS: 1}


def test_a_lost_first_answer_is_made_good_by_the_next_page() -> None:
    browser().add(GEL, htmx=True)
    next_page = browser()

    badge = next_page.get("/cart/badge/")

    assert badge.content.startswith(b"1")
    assert b"is in your cart" in badge.content
    assert next_page.quantities() == {GEL: 1}


def test_an_old_ticket_opens_nothing() -> None:
    browser().add(GEL, htmx=True)

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        badge = browser().get("/cart/badge/")

    assert badge.content == b""


@pytest.mark.parametrize("ticket", ["", "x", TICKET.upper(), "0" * 33])
def test_an_odd_ticket_is_no_ticket(ticket: str) -> None:
    shopper = browser(ticket)

    assert shopper.get("/cart/badge/").content == b""
    assert "gradual_session" not in shopper.client.cookies


def test_a_slow_request_does_not_undo_what_another_one_stored() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    slow = SessionStore(shopper.client.cookies["gradual_session"].value)
    slow["payer"] = "secret"

    shopper.add(CONDOMS)
    slow.save()

    assert shopper.quantities() == {GEL: 1, CONDOMS: 1}
    assert len(shopper.client.session["carts"]["uk"]["quantities"]) == 2
    assert shopper.client.session["payer"] == "secret"
