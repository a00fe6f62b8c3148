"""A customer buys signed in, and finds the order in the account; a guest's cart moves into the account."""

import pytest
from django.core import mail

from storefront.saleor import accounts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.api import Credentials
from tests.accounts.test_entry import PASSWORD
from tests.cart.shopper import GEL, input_value, page_text
from tests.checkout.purchase import Payer
from tests.sandbox import merchant

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def sam() -> Payer:
    """A confirmed customer's browser, not signed in yet."""
    shopper = Payer()
    shopper.post("/account/register/", {"email": "sam@example.com", "password": PASSWORD})
    merchant.confirm_customer("sam@example.com")
    return shopper


def sign_in(shopper: Payer) -> None:
    shopper.post("/account/sign-in/", {"email": "sam@example.com", "password": PASSWORD})


def test_an_order_bought_signed_in_is_in_the_account(sam: Payer) -> None:
    # given
    sign_in(sam)
    # when
    sam.reach_payment()
    done = sam.pay_and_follow("success")
    account = sam.get("/account/")
    number = page_text(account).partition("Order ")[2].split()[0]
    order = sam.get(f"/account/orders/{number}/")
    # then
    assert "Your order is placed" in page_text(done)
    assert f"Order {number}" in page_text(done)
    assert order.status_code == 200
    assert "Everyday Water-Based Gel" in page_text(order)
    assert "Everyday" not in page_text(account)


def test_from_the_account_an_order_can_be_withdrawn_from(sam: Payer) -> None:
    # given
    sign_in(sam)
    sam.reach_payment()
    sam.pay_and_follow("success")
    number = page_text(sam.get("/account/")).partition("Order ")[2].split()[0]
    elsewhere = Payer()
    sign_in(elsewhere)
    # when
    page = elsewhere.get(f"/account/orders/{number}/")
    status = elsewhere.get(f"/orders/{number}/")
    withdrawal = elsewhere.get(f"/orders/{number}/withdraw/")
    # then
    assert f'href="/orders/{number}/withdraw/"' in page.content.decode()
    assert status.status_code == 200
    assert f"What goes back of order {number}" in page_text(withdrawal)


def test_a_guests_cart_survives_signing_in_and_waits_in_the_account(sam: Payer) -> None:
    # given
    sam.add(GEL, quantity=2)
    # when
    sign_in(sam)
    signed_in = page_text(sam.get("/cart/"))
    sam.post("/account/sign-out/", {})
    signed_out = page_text(sam.get("/cart/"))
    sign_in(sam)
    again = page_text(sam.get("/cart/"))
    # then
    assert "Everyday Water-Based Gel" in signed_in
    assert "Everyday Water-Based Gel" not in signed_out
    assert "Everyday Water-Based Gel" in again


def test_another_browser_does_not_see_the_order(sam: Payer) -> None:
    # given
    sign_in(sam)
    sam.reach_payment()
    sam.pay_and_follow("success")
    number = page_text(sam.get("/account/")).partition("Order ")[2].split()[0]
    # when
    other = Payer()
    other.post("/account/register/", {"email": "kim@example.com", "password": PASSWORD})
    merchant.confirm_customer("kim@example.com")
    other.post("/account/sign-in/", {"email": "kim@example.com", "password": PASSWORD})
    # then
    assert other.get(f"/account/orders/{number}/").status_code == 404


def test_the_order_mail_goes_once_and_its_subject_names_no_product(
    sam: Payer, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    # given
    sam.reach_payment()
    mail.outbox.clear()
    # when
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sam.pay_and_follow("success")
    # then
    (sent,) = mail.outbox
    assert sent.subject.startswith("Your order ")
    assert "Gel" not in sent.subject
    assert "Everyday Water-Based Gel" in sent.body
    assert sent.to == ["sam@example.com"]


def test_an_address_of_their_own_is_taken_by_one_press_and_nothing_typed_is_lost(sam: Payer) -> None:
    # given
    sign_in(sam)
    customer = Credentials(token=sam.client.session["sign_in"]["access"])
    for street in ("1 Quiet Lane", "2 Loud Street"):
        address = AddressInput(
            country="GB", first_name="Sam", street_address1=street, city="Leeds", postal_code="LS1 4AP"
        )
        accounts.create_address(address=address, caller=customer)
    sam.add(GEL)
    sam.post("/checkout/contact/", {"email": "sam@example.com"})
    page = sam.get("/checkout/address/")
    # when
    typed = {"country": "GB", "bill_asked": "yes", "bill-country": "GB", "bill-street_address1": "3 Bill Street"}
    used = sam.post("/checkout/address/", {**typed, "use": "1"})
    # then
    assert "Take one of your addresses" in page_text(page)
    assert used.status_code == 200
    assert input_value(used, "street_address1") == "2 Loud Street"
    assert input_value(used, "bill-street_address1") == "3 Bill Street"
    assert sam.checkout().shipping_address is None
