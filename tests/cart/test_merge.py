"""Carts in another market, at sign-in and after sign-out."""

import pytest

from storefront.cart.services import Cart
from storefront.saleor import accounts, checkouts
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import SignIn
from storefront.sandbox.models import Customer
from tests.cart.shopper import CONDOMS, GEL, Shopper, page_text, variant_id
from tests.cart.transports import Unreachable
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def customer() -> SignIn:
    """A customer with a confirmed account, signed in on another device."""
    email, nobody = "robin@example.com", Credentials(address="192.0.2.1")
    accounts.register(email=email, password=PASSWORD, channel="uk", redirect_url="http://127.0.0.1/", caller=nobody)
    Customer.objects.filter(email=email).update(is_confirmed=True)
    return accounts.sign_in(email=email, password=PASSWORD, caller=nobody)


def their_cart(customer: SignIn, **quantities: int) -> str:
    """Create a cart of the customer on another device, and return its ID."""
    lines = [LineQuantity(variant_id=variant_id(slug), quantity=number) for slug, number in quantities.items()]
    return checkouts.create("uk", lines=lines, caller=Credentials(token=customer.token)).id


def sign_in(shopper: Shopper, email: str = "robin@example.com") -> None:
    """Sign the shopper in."""
    assert shopper.post("/account/sign-in/", {"email": email, "password": PASSWORD}).status_code == 302


def test_a_cart_moves_to_another_market_at_its_prices() -> None:
    # given
    home = Shopper()
    home.add(GEL, quantity=2)
    # when
    abroad = Shopper("/en-ie", client=home.client)
    page = abroad.get("/cart/")
    # then
    assert "Your cart has moved to Ireland" in page_text(page)
    assert "€" in page_text(page)
    assert "£" not in page_text(page).partition("Summary")[2].partition("Plain parcel")[0]
    assert list(home.client.session["carts"]) == ["eu"]


def test_adding_in_another_market_adds_to_the_moved_cart() -> None:
    # given
    home = Shopper()
    home.add(GEL, quantity=2)
    # when
    abroad = Shopper("/en-ie", client=home.client)
    abroad.add(GEL)
    # then
    assert dict(Cart(session=home.client.session, channel="eu", caller=Credentials()).stored.quantities) == {
        variant_id(GEL): 3
    }


def test_items_that_another_market_does_not_sell_stay_in_the_first_one() -> None:
    # given
    home = Shopper()
    home.add(GEL)
    merchant.unpublish(GEL, "eu")
    # when
    page = Shopper("/en-ie", client=home.client).get("/cart/")
    # then
    assert "Your cart is empty" in page_text(page)
    assert home.quantities() == {GEL: 1}


def test_two_carts_become_the_accounts_one_and_nothing_is_doubled(customer: SignIn) -> None:
    # given
    theirs = their_cart(customer, **{GEL: 3, CONDOMS: 1})
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    own = shopper.checkout_id
    # when
    sign_in(shopper)
    sign_in(shopper)
    # then
    assert shopper.checkout_id == theirs
    assert shopper.quantities() == {GEL: 3, CONDOMS: 1}
    emptied = checkouts.get(own)
    assert emptied is not None
    assert emptied.lines == ()


def test_an_empty_cart_takes_up_what_the_account_holds(customer: SignIn) -> None:
    theirs = their_cart(customer, **{GEL: 3})
    shopper = Shopper()

    sign_in(shopper)

    assert shopper.checkout_id == theirs


def test_a_cart_begun_after_signing_in_is_seen_by_another_device_at_once(customer: SignIn) -> None:
    # given
    phone, laptop = Shopper(), Shopper()
    sign_in(phone)
    sign_in(laptop)
    # when
    phone.add(GEL)
    page = laptop.get("/cart/")
    laptop.add(CONDOMS)
    # then
    assert "Everyday Water-Based Gel" in page_text(page)
    assert laptop.checkout_id == phone.checkout_id
    assert phone.quantities() == {GEL: 1, CONDOMS: 1}


def test_carts_that_cannot_be_joined_at_sign_in_are_joined_when_the_cart_is_next_shown(customer: SignIn) -> None:
    # given
    their_cart(customer, **{CONDOMS: 1})
    shopper = Shopper()
    shopper.add(GEL)
    with api.override_transport(Unreachable("MyCheckouts")):
        sign_in(shopper)
    # when
    page = shopper.get("/cart/")
    # then
    assert page.status_code == 200
    assert shopper.quantities() == {GEL: 1, CONDOMS: 1}


def test_after_sign_out_the_cart_is_in_the_account_and_not_on_the_device(customer: SignIn) -> None:
    # given
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    sign_in(shopper)
    # when
    shopper.post("/account/sign-out/", {})
    page = shopper.get("/cart/")
    badge = shopper.get("/cart/badge/")
    sign_in(shopper)
    # then
    assert "Your cart is kept in your account and no longer on this device." in page_text(page)
    assert "Everyday" not in page_text(page)
    assert badge.content == b""
    assert shopper.quantities() == {GEL: 2}


def test_another_customers_sign_in_sees_nothing_of_the_cart(customer: SignIn) -> None:
    # given
    shopper = Shopper()
    shopper.add(GEL)
    sign_in(shopper)
    nobody = Credentials(address="192.0.2.2")
    accounts.register(
        email="alex@example.com", password=PASSWORD, channel="uk", redirect_url="http://127.0.0.1/", caller=nobody
    )
    Customer.objects.filter(email="alex@example.com").update(is_confirmed=True)
    # when
    sign_in(shopper, "alex@example.com")
    # then
    assert "Everyday" not in page_text(shopper.get("/cart/"))
