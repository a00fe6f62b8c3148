"""Codes of vouchers and gift cards cannot be found by trying."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from tests.cart.shopper import GEL, Shopper, page_text
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _start_of_an_hour() -> Iterator[None]:
    """Begin with a new window of every limit."""
    with time_machine.travel("2026-12-01T09:00:05Z"):
        yield


def test_who_tries_many_codes_is_stopped_before_one_is_found_and_told_how_long_to_wait() -> None:
    # given
    shopper = Shopper()
    shopper.add(GEL)
    merchant.create_gift_card("CARD-ABCD-9876", Decimal(5), "GBP")
    # when
    guesses = [shopper.post("/cart/promo/", {"promo_code": f"CARD-ABCD-{number}"}) for number in range(1000, 1013)]
    found = shopper.post("/cart/promo/", {"promo_code": "CARD-ABCD-9876"})
    # then
    assert [guess.status_code for guess in guesses] == [422] * 12 + [429]
    assert found.status_code == 429
    assert "minutes" in page_text(found)
    assert "Gift card ending" not in page_text(shopper.get("/cart/"))


def test_a_new_cart_for_every_dozen_codes_is_stopped_by_the_network_and_another_network_goes_on() -> None:
    # given
    statuses = []
    # when
    for _ in range(6):
        shopper = Shopper()
        shopper.add(GEL)
        statuses += [shopper.post("/cart/promo/", {"promo_code": f"NO-{number}"}).status_code for number in range(11)]
    elsewhere = Shopper()
    elsewhere.client = Client(REMOTE_ADDR="198.51.100.4")
    elsewhere.add(GEL)
    # then
    assert statuses == [422] * 60 + [429] * 6
    assert elsewhere.post("/cart/promo/", {"promo_code": "NO-1"}).status_code == 422
