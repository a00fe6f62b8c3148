"""A device that several people use: what the first person did there is not shown to the next one."""

import json
import re

import pytest

from storefront.payments.models import PaymentAttempt
from tests.accounts.customer import EMAIL, Customer, mailed
from tests.cart.shopper import GEL, page_text
from tests.checkout.purchase import Payer

pytestmark = pytest.mark.django_db

MARKS = ("sam@example.com", "Sam", "Quiet Lane", "LS1")


@pytest.fixture
def kim(db: None, commits: None) -> Customer:
    """Another customer, with an account, at another device."""
    other = Customer()
    other.register("kim@example.com")
    other.confirm()
    return other


def at_the_device_of(first: Payer, kim: Customer) -> Customer:
    """Return the second customer in the first one's browser."""
    second = Customer(client=first.client)
    second.email = kim.email
    return second


def pages_of(number: str) -> list[str]:
    attempt = PaymentAttempt.objects.get(order_number=number)
    return [
        f"/orders/{number}/",
        f"/orders/{number}/withdraw/",
        f"/account/orders/{number}/",
        f"/checkout/payment/{attempt.uuid}/",
        "/returns/withdraw/received/",
        "/account/",
        "/account/addresses/",
        "/checkout/contact/",
        "/checkout/address/",
        "/cart/",
    ]


def bought(shopper: Payer) -> str:
    shopper.reach_payment()
    shopper.pay_and_follow("success")
    return PaymentAttempt.objects.latest("pk").order_number


def assert_nothing_of_sam(browser: Payer, number: str, paths: list[str] | None = None) -> None:
    for path in paths or pages_of(number):
        text = page_text(browser.client.get(path, follow=True))
        assert not [mark for mark in MARKS if mark in text], path
        assert f"Order {number}" not in text, path


def withdraw(shopper: Payer, number: str) -> None:
    """Declare a withdrawal, so that its receipt is open."""
    page = shopper.get(f"/orders/{number}/withdraw/")
    form = {name: field.initial for name, field in page.context["form"].fields.items()}
    asked = shopper.post(f"/orders/{number}/withdraw/", {**form, "name": "Sam Reader", "email": EMAIL})
    key = asked.context["key"]
    shopper.post(f"/orders/{number}/withdraw/", {"confirm": "yes", "key": str(key)})


def test_after_signing_out_nothing_of_the_customer_is_left_in_the_browser(customer: Customer) -> None:
    # given
    number = bought(customer)
    withdraw(customer, number)
    customer.reach_payment()  # and a second checkout with contact and address
    # when
    answer = customer.post("/account/sign-out/", {})
    # then
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert_nothing_of_sam(customer, number)


def test_the_next_customer_sees_and_downloads_only_their_own(customer: Customer, kim: Customer) -> None:
    # given
    number = bought(customer)
    withdraw(customer, number)
    customer.reach_payment()
    # when the second one signs in, and the first one has not even signed out
    second = at_the_device_of(customer, kim)
    second.sign_in()
    # then
    assert_nothing_of_sam(second, number)
    file = json.loads(second.post("/account/data/download/", {}).content)
    assert file["profile"]["email"] == "kim@example.com"
    assert file["orders"] == file["payments"] == file["emails"] == []
    assert "sam@example.com" not in json.dumps(file)


def test_a_customer_who_signs_in_after_a_guest_sees_nothing_of_the_guest(kim: Customer) -> None:
    # given a guest who bought, opened the order, and began a second checkout
    guest = Payer()
    number = bought(guest)
    withdraw(guest, number)
    guest.reach_payment()
    # when
    second = at_the_device_of(guest, kim)
    second.sign_in()
    # then
    assert_nothing_of_sam(second, number)
    file = json.loads(second.post("/account/data/download/", {}).content)
    assert file["payments"] == []
    assert "sam@example.com" not in json.dumps(file)


def test_a_guest_who_signs_in_while_paying_keeps_the_payment(customer: Customer) -> None:
    # given
    customer.post("/account/sign-out/", {})
    customer.reach_payment()
    provider = customer.go_to_provider()
    # when
    customer.sign_in()
    done = customer.client.get(customer.choose_outcome(provider, "approved"))
    # then
    assert "Your order is placed" in page_text(done)


def test_a_customer_who_signs_in_during_a_guests_payment_does_not_see_it(kim: Customer) -> None:
    guest = Payer()
    guest.reach_payment()
    guest.go_to_provider()
    second = at_the_device_of(guest, kim)
    second.sign_in()
    attempt = PaymentAttempt.objects.get()
    assert second.get(f"/checkout/payment/{attempt.uuid}/").status_code == 404
    assert "sam@example.com" not in page_text(second.client.get("/checkout/", follow=True))


def test_a_payment_in_progress_leaves_with_its_customer(customer: Customer) -> None:
    customer.reach_payment()
    customer.go_to_provider()
    customer.post("/account/sign-out/", {})
    attempt = PaymentAttempt.objects.get()
    assert customer.get(f"/checkout/payment/{attempt.uuid}/").status_code == 404
    assert "Everyday" not in page_text(customer.get("/cart/"))


def test_an_account_that_is_deleted_leaves_nothing_in_the_browser(customer: Customer) -> None:
    number = bought(customer)
    paths = pages_of(number)
    customer.post("/account/data/delete/", {})
    customer.press_link(mailed(EMAIL))
    assert_nothing_of_sam(customer, number, paths)


def test_a_guest_closes_an_order_on_the_device(commits: None) -> None:
    # given
    guest = Payer()
    number = bought(guest)
    attempt = PaymentAttempt.objects.get()
    for path in (f"/orders/{number}/", f"/checkout/payment/{attempt.uuid}/"):
        assert "Close this order on this device" in page_text(guest.get(path))
    # when
    answer = guest.post("/orders/close/", {})
    # then
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert_nothing_of_sam(guest, number)


def test_a_sign_in_ends_with_the_browser_unless_the_customer_stays_signed_in(customer: Customer) -> None:
    customer.post("/account/sign-out/", {})
    signed_in = customer.sign_in()
    assert signed_in.cookies["gradual_session"]["max-age"] == ""
    stays = customer.sign_in(stay="on")
    assert stays.cookies["gradual_session"]["max-age"] == 30 * 24 * 60 * 60


def test_a_cart_outlives_the_browser_and_a_begun_checkout_does_not() -> None:
    guest = Payer()
    assert guest.add(GEL).cookies["gradual_session"]["max-age"] == 30 * 24 * 60 * 60
    assert guest.get("/checkout/contact/").cookies["gradual_session"]["max-age"] == ""


PERSONAL = [
    "/cart/", "/checkout/contact/", "/checkout/address/", "/checkout/delivery/", "/checkout/payment/", "/account/",
    "/account/orders/", "/account/addresses/", "/account/data/", "/account/password/", "/account/sign-in/",
    "/account/register/", "/orders/", "/returns/withdraw/",
]  # fmt: skip


def test_no_cache_may_keep_a_personal_page(customer: Customer) -> None:
    number = bought(customer)
    customer.reach_payment()
    for path in [*PERSONAL, *pages_of(number)]:
        control = customer.get(path).headers.get("Cache-Control", "")
        assert re.search(r"\bno-store\b", control), (path, control)
