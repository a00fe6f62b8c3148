"""Changing email address and password, and signing out everywhere: permissions, emails, and ended sessions."""

import time_machine
from django.core import mail

from tests.accounts.customer import EMAIL, PASSWORD, Customer, mailed, mails_to
from tests.cart.shopper import page_text

NEW = "new@example.com"


def asks_to_move(customer: Customer, to: str = NEW, password: str = PASSWORD) -> str:
    return page_text(customer.post("/account/email/", {"email": to, "password": password}))


def test_an_email_change_is_confirmed_by_the_new_mailbox_and_the_old_one_is_notified(customer: Customer) -> None:
    # when
    assert "Look in your new mailbox" in asks_to_move(customer)
    # then
    assert mails_to(EMAIL) == ["Confirm your email address"]
    assert EMAIL in page_text(customer.get("/account/"))
    # when
    done = customer.press_link(mailed(NEW))
    # then
    assert done.headers["Location"] == "/account/sign-in/"
    assert mails_to(EMAIL) == ["Confirm your email address", "Your email address has changed"]
    customer.email = NEW
    assert customer.sign_in().headers["Location"] == "/account/"
    assert NEW in page_text(customer.get("/account/"))


def test_moving_ends_the_sign_ins_of_other_devices(customer: Customer) -> None:
    # given
    other = Customer()
    other.email = EMAIL
    other.sign_in()
    # when
    asks_to_move(customer)
    customer.press_link(mailed(NEW))
    # then
    assert other.get("/account/").status_code == 302


def test_moving_asks_for_the_password_and_keeps_the_address_that_was_typed(customer: Customer) -> None:
    answer = customer.post("/account/email/", {"email": NEW, "password": "wrong"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "That is not your password" in text
    assert NEW in text
    assert "wrong" not in text
    assert mails_to(NEW) == []


def test_only_the_mailbox_learns_whether_an_address_has_an_account(customer: Customer) -> None:
    # given
    other = Customer()
    other.register("kim@example.com")
    other.confirm()
    # when
    taken, free = asks_to_move(customer, "kim@example.com"), asks_to_move(customer, "nobody@example.com")
    # then
    assert taken == free
    refused = customer.press_link(mailed("kim@example.com"))
    assert refused.status_code == 422
    assert "cannot be used" in page_text(refused)
    assert EMAIL in page_text(customer.get("/account/"))


def test_a_link_for_the_new_address_works_only_for_its_customer_and_expires(customer: Customer) -> None:
    asks_to_move(customer)
    link = mailed(NEW)
    other = Customer()
    other.register("kim@example.com")
    other.confirm()
    assert other.press_link(link).status_code == 422
    with time_machine.travel("2030-01-01"):
        customer.client.logout()
        customer.sign_in()
        assert "no longer good" in page_text(customer.press_link(link))


def test_a_link_opened_while_signed_out_continues_after_sign_in(customer: Customer) -> None:
    # given
    asks_to_move(customer)
    elsewhere = Customer()
    elsewhere.email = EMAIL
    # when
    asked = elsewhere.client.get(mailed(NEW)).headers["Location"]
    page = elsewhere.client.get(asked)
    back = elsewhere.sign_in(next=page.context["form"]["next"].value()).headers["Location"]
    # then
    assert elsewhere.press_link(back).headers["Location"] == "/account/sign-in/"
    assert mails_to(EMAIL)[-1] == "Your email address has changed"


def test_a_changed_password_signs_other_devices_out_and_this_one_stays(customer: Customer) -> None:
    # given
    other = Customer()
    other.email = EMAIL
    other.sign_in()
    # when
    answer = customer.post("/account/password/", {"old": PASSWORD, "new": "another-good-one"})
    # then
    assert answer.headers["Location"] == "/account/"
    assert customer.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_signing_out_everywhere_ends_every_device(customer: Customer) -> None:
    other = Customer()
    other.email = EMAIL
    other.sign_in()
    assert customer.post("/account/sign-out-everywhere/", {}).headers["Location"] == "/account/sign-in/"
    assert customer.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 302


def test_a_device_that_was_signed_out_elsewhere_is_led_to_the_order_lookup(customer: Customer) -> None:
    # given
    other = Customer()
    other.email = EMAIL
    other.sign_in()
    # when
    customer.post("/account/sign-out-everywhere/", {})
    order, withdrawal = other.get("/orders/1042/"), other.get("/orders/1042/withdraw/")
    # then it is no outage
    assert (order.status_code, order["Location"]) == (302, "/orders/")
    assert (withdrawal.status_code, withdrawal["Location"]) == (302, "/returns/withdraw/")


def test_signing_out_does_not_end_other_devices(customer: Customer) -> None:
    other = Customer()
    other.email = EMAIL
    other.sign_in()
    customer.post("/account/sign-out/", {})
    assert customer.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 200


def test_links_in_emails_ignore_a_forged_host(customer: Customer) -> None:
    customer.client.post("/account/forgotten/", {"email": EMAIL}, headers={"Host": "127.0.0.1"})
    text = str(mail.outbox[-1].body)
    assert "http://127.0.0.1:8080/account/new-password/" in text
