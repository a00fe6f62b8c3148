"""The cart in a dialog over any page."""

import pytest

from tests.cart.shopper import GEL, Shopper, page_text, variant_id

pytestmark = pytest.mark.django_db
SHORT = {"HX-Request": "true", "HX-Target": "mini-body"}


def test_it_shows_the_cart_and_announces_it_to_screen_readers() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    page = shopper.client.get("/cart/mini/", headers=SHORT)

    assert "2 things in your cart, £" in page_text(page)
    assert 'role="status"' in page.content.decode()
    assert "<html" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_change_renders_the_dialog_again() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    page = shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 3}, **SHORT)

    assert "3 things in your cart" in page_text(page)
    assert page["HX-Trigger"] == "cart-changed"
    assert "<html" not in page.content.decode()


def test_without_a_script_it_redirects_to_the_cart_page() -> None:
    assert Shopper().get("/cart/mini/")["Location"] == "/cart/"
