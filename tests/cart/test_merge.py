"""Carts in another market, at sign-in and after sign-out."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from storefront.cart import merge
from storefront.cart.services import Cart
from storefront.saleor import accounts, api, checkouts, customer_session
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import LineQuantity
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


def arrive(shopper: Shopper, customer: SignIn) -> HttpRequest:
    """Sign the shopper in."""
    session = shopper.client.session
    request = RequestFactory().get("/")
    request.session = session
    customer_session.sign_in(request, customer)
    merge.signed_in(request)
    session.save()
    shopper.client.cookies["gradual_session"] = str(session.session_key)
    return request


def test_a_cart_moves_to_another_market_at_its_prices() -> None:
    # given
    home = Shopper()
    home.add(GEL, quantity=2)
    # when
    abroad = Shopper("/en-ie", client=home.client)
    page = abroad.get("/cart/")
    # then
    assert "Your cart has come along" in page_text(page)
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


def test_two_carts_are_merged_at_sign_in_and_nothing_is_doubled(customer: SignIn) -> None:
    # given
    theirs = their_cart(customer, **{GEL: 3, CONDOMS: 1})
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    # when
    arrive(shopper, customer)
    arrive(shopper, customer)
    # then
    assert shopper.quantities() == {GEL: 3, CONDOMS: 1}
    emptied = checkouts.get(theirs)
    assert emptied is not None
    assert emptied.lines == ()


def test_an_empty_cart_takes_up_what_the_account_holds(customer: SignIn) -> None:
    theirs = their_cart(customer, **{GEL: 3})
    shopper = Shopper()

    arrive(shopper, customer)

    assert shopper.checkout_id == theirs


def test_carts_that_cannot_be_merged_at_sign_in_are_merged_when_the_cart_is_next_shown(customer: SignIn) -> None:
    # given
    their_cart(customer, **{CONDOMS: 1})
    shopper = Shopper()
    shopper.add(GEL)
    with api.override_transport(Unreachable()):
        arrive(shopper, customer)
    # when
    page = shopper.get("/cart/")
    # then
    assert page.status_code == 200
    assert shopper.quantities() == {GEL: 1, CONDOMS: 1}


def test_after_sign_out_the_items_stay_and_the_name_does_not(customer: SignIn) -> None:
    # given
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    request = arrive(shopper, customer)
    before = shopper.checkout_id
    # when
    merge.signed_out(request.session)
    request.session.save()
    shopper.get("/cart/")
    # then
    assert shopper.quantities() == {GEL: 2}
    assert shopper.checkout_id != before
    assert not shopper.checkout().email


def test_another_customers_sign_in_takes_the_items_and_never_the_checkout(customer: SignIn) -> None:
    # given
    shopper = Shopper()
    shopper.add(GEL)
    arrive(shopper, customer)
    before = shopper.checkout_id
    nobody = Credentials(address="192.0.2.2")
    accounts.register(
        email="alex@example.com", password=PASSWORD, channel="uk", redirect_url="http://127.0.0.1/", caller=nobody
    )
    Customer.objects.filter(email="alex@example.com").update(is_confirmed=True)
    other = accounts.sign_in(email="alex@example.com", password=PASSWORD, caller=nobody)
    # when
    arrive(shopper, other)
    shopper.get("/cart/")
    # then
    assert shopper.quantities() == {GEL: 1}
    assert shopper.checkout_id != before
