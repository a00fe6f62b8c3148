"""Downloading a customer's data, and deleting an account."""

import json
from uuid import uuid4

import pytest

from storefront.emails import outbox
from storefront.emails.models import Email, EmailPayload
from storefront.orders import withdrawal
from storefront.orders.declaration import Declaration
from storefront.orders.models import Withdrawal
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.client.api import Credentials
from storefront.sandbox.models import Customer as Row
from storefront.sandbox.models import Order
from tests.accounts.customer import EMAIL, HOME, Customer, mailed, mails_to
from tests.cart.shopper import GEL, page_text

pytestmark = pytest.mark.django_db


def test_all_stored_data_is_in_the_file_and_none_of_other_customers(customer: Customer) -> None:
    # given another customer with an order and a cart
    other = Customer()
    other.register("kim@example.com")
    other.confirm()
    other.post("/account/addresses/new/", {**HOME, "first_name": "Kim"})
    other.add(GEL)
    # and this customer
    customer.post("/account/addresses/new/", {**HOME, "street_address1": "3 Third Street"})
    customer.reach_payment()
    customer.pay_and_follow("success")
    customer.add(GEL, quantity=3)
    # when
    answer = customer.post("/account/data/download/", {})
    file = json.loads(answer.content)
    # then
    order = Order.objects.get(user_email=EMAIL)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert file["profile"]["email"] == EMAIL
    assert "3 Third Street" in {entry["streetAddress1"] for entry in file["profile"]["addresses"]}
    assert [entry["number"] for entry in file["orders"]] == [str(order.number)]
    assert file["orders"][0]["lines"][0]["productName"].startswith("Everyday")
    assert [line["quantity"] for cart in file["carts"] for line in cart["lines"]] == [3]
    assert [entry["outcome"] for entry in file["payments"]] == ["ordered"]
    assert "kim" not in answer.content.decode().casefold()
    # and no key to an order or a cart
    assert '"id"' not in answer.content.decode()
    assert str(order.token) not in answer.content.decode()


def test_an_account_is_deleted_by_the_mailed_link_alone_and_the_cart_with_it(customer: Customer) -> None:
    # given
    customer.add(GEL)
    asked = customer.get("/account/data/delete/")
    assert "as long as tax law asks" in page_text(asked)
    # when
    assert "Look in your email" in page_text(customer.post("/account/data/delete/", {}))
    # then
    assert mails_to(EMAIL)[-1] == "Delete your account?"
    link = mailed(EMAIL)
    customer.client.get(link)
    assert Row.objects.filter(email=EMAIL).exists()
    # when
    done = customer.press_link(link)
    # then
    assert done.headers["Location"] == "/account/goodbye/"
    assert "Your account is deleted" in page_text(customer.get("/account/goodbye/"))
    assert not Row.objects.filter(email=EMAIL).exists()
    assert customer.get("/account/").status_code == 302
    assert customer.sign_in().status_code == 422
    assert "Everyday" not in page_text(customer.get("/cart/"))


def test_withdrawals_are_in_the_file_and_those_of_others_are_not(customer: Customer) -> None:
    # given one from their order, and one that names their address
    customer.reach_payment()
    customer.pay_and_follow("success")
    order_id = orders.of_customer(caller=Credentials(token=customer.client.session["sign_in"]["access"])).nodes[0].id  # type: ignore[union-attr]
    for name, email, of in (
        ("Sam", "x@example.com", order_id),
        ("S. Reader", EMAIL, ""),
        ("Kim", "kim@example.com", ""),
    ):
        declaration = Declaration(name=name, number="1", email=email, order_id=of)
        withdrawal.declare(declaration, key=uuid4(), language="en-gb")
    # when
    file = json.loads(customer.post("/account/data/download/", {}).content)
    # then
    assert {row["declared"]["name"] for row in file["withdrawals"]} == {"Sam", "S. Reader"}
    assert order_id not in json.dumps(file)


def test_the_shops_own_rows_go_with_the_account_and_what_the_law_asks_for_stays(customer: Customer) -> None:
    # given a customer with a payment, an email that would come later, and a withdrawal
    customer.reach_payment()
    customer.pay_and_follow("success")
    later = EmailPayload(to=EMAIL)
    outbox.enqueue_held(outbox.ORDER_PLACED, later, language="en-gb", dedupe_key="later")
    declaration = Declaration(name="Sam", number="1", email=EMAIL)
    withdrawal.declare(declaration, key=uuid4(), language="en-gb")
    # when
    customer.post("/account/data/delete/", {})
    customer.press_link(mailed(EMAIL))
    # then
    assert not PaymentAttempt.objects.exists()
    assert not Email.objects.filter(state=Email.State.HELD).exists()
    assert Withdrawal.objects.count() == 1


def test_the_orders_of_a_deleted_account_stay(customer: Customer) -> None:
    customer.reach_payment()
    customer.pay_and_follow("success")
    customer.post("/account/data/delete/", {})
    customer.press_link(mailed(EMAIL))
    assert Order.objects.get(user_email=EMAIL).customer is None


def test_a_wrong_token_deletes_nothing(customer: Customer) -> None:
    answer = customer.post("/account/data/delete/confirm/", {"token": "wrong"})
    assert answer.status_code == 422
    assert Row.objects.filter(email=EMAIL).exists()
