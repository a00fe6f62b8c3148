"""The cart in short, in a dialog over any page."""

import pytest

from tests.cart.shopper import GEL, Shopper, page_text, variant_id

pytestmark = pytest.mark.django_db
SHORT = {"HX-Request": "true", "HX-Target": "mini-body"}


def test_it_shows_what_is_in_the_cart_and_says_it_to_a_screen_reader() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    page = shopper.client.get("/cart/mini/", headers=SHORT)

    assert "2 things in your cart, £" in page_text(page)
    assert 'role="status"' in page.content.decode()
    assert "<html" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_change_answers_the_short_cart_again() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    page = shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 3}, **SHORT)

    assert "3 things in your cart" in page_text(page)
    assert page["HX-Trigger"] == "cart-changed"
    assert "<html" not in page.content.decode()


def test_who_comes_without_a_script_gets_the_whole_page() -> None:
    assert Shopper().get("/cart/mini/")["Location"] == "/cart/"
