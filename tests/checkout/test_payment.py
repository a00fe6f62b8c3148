"""Paying ends in exactly one order, or in a clear refusal that keeps no money and loses no input."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from storefront.payments import tasks
from storefront.payments.models import PaymentAttempt, State
from storefront.payments.processing import PENDING_PATIENCE, process
from storefront.payments.providers.gateway_settings import parse_gateways
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, Shopper, input_value, page_text
from tests.cart.transports import CountingTransport, LosingRequests, LosingResponses, Unreachable
from tests.checkout.purchase import GATEWAY, Payer, only_attempt, order_count, transaction_count

pytestmark = pytest.mark.django_db


@pytest.mark.database
def test_an_approved_payment_is_one_order_and_the_cart_is_cleared() -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = shopper.pay_and_follow("success")

    assert (order_count(), transaction_count()) == (1, 1)
    assert f"Order {only_attempt().order_number}." in page_text(page)
    assert "sam@example.com" in page_text(page)
    assert "plain parcel" in page_text(page)
    assert shopper.get("/cart/badge/").content == b""
    assert only_attempt().provider_data == {}


def test_the_shopper_gets_one_email(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    shopper = Payer()
    shopper.reach_payment()

    with django_capture_on_commit_callbacks(execute=True):
        shopper.pay_and_follow("success")

    assert [message.to for message in mail.outbox] == [["sam@example.com"]]


@pytest.mark.database
def test_a_decline_keeps_everything_and_the_next_try_is_a_new_attempt() -> None:
    shopper = Payer()
    shopper.reach_payment()

    refused = shopper.pay_and_follow("decline")
    page = shopper.pay_and_follow("success")

    assert "No money was taken" in page_text(refused)
    assert "Your order is placed" in page_text(page)
    assert sorted(PaymentAttempt.objects.values_list("state", flat=True)) == [State.ORDERED, State.REFUSED]
    assert order_count() == 1


def test_a_payment_service_that_fails_is_a_refusal_with_everything_kept() -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = shopper.pay_and_follow("error")

    assert "No money was taken" in page_text(page)
    assert shopper.get("/checkout/")["Location"] == "/checkout/payment/"
    assert order_count() == 0


def test_a_confirmation_that_is_never_given_ends_and_the_cart_can_change_again() -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay("action-required")

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        tasks.process_due_attempts()

    assert (only_attempt().state, only_attempt().reason) == (State.FAILED, "not-confirmed")
    assert shopper.add(CONDOMS).status_code == 302


def test_only_a_shopper_who_did_not_see_the_refusal_gets_an_email(commits: None) -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay_and_follow("decline")
    assert mail.outbox == []

    shopper.pay("action-required")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        tasks.process_due_attempts()
        tasks.process_due_attempts()

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert "did not go through" in message.subject


def test_a_pending_payment_says_so_and_the_cart_cannot_change() -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = shopper.pay_and_follow("pending")
    changed = shopper.add(CONDOMS)

    assert "you will not be charged twice" in page_text(page)
    assert 'http-equiv="refresh"' in page.content.decode()
    assert changed.status_code == 409
    assert "A payment for this cart is in progress" in page_text(changed)
    assert "A payment for this cart is in progress" in page_text(shopper.get("/cart/"))


@pytest.mark.database
def test_a_pending_payment_becomes_one_order_when_it_takes_its_time() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.pay("pending")["Location"]

    with time_machine.travel(timezone.now() + PENDING_PATIENCE + timedelta(minutes=1)):
        tasks.process_due_attempts()
        tasks.process_due_attempts()

    assert order_count() == 1
    assert "We wait for the payment to settle." in page_text(shopper.client.get(address))


def test_a_payment_refused_later_sends_one_email_and_keeps_the_cart(commits: None) -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay("pending")
    sandbox.Transaction.objects.update(charge_pending_amount=0)

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        tasks.process_due_attempts()
        tasks.process_due_attempts()

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert "Nothing was charged" in str(message.body)
    assert order_count() == 0
    assert shopper.quantities() == {GEL: 2}


def test_a_pending_payment_becomes_an_order_when_its_page_is_next_opened() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.pay("pending")["Location"]
    payment = sandbox.Transaction.objects.get()
    payment.charged_amount, payment.charge_pending_amount = only_attempt().amount, 0
    payment.save()

    page = shopper.client.get(address)

    assert "It is paid." in page_text(page)
    assert order_count() == 1


def test_a_total_that_changed_is_shown_and_asked_again_before_any_money_moves() -> None:
    shopper = Payer()
    shopper.reach_payment()
    transport = CountingTransport()

    with api.override_transport(transport):
        response = shopper.pay("success", seen="1.00 GBP")

    assert response.status_code == 409
    assert "The total has changed from £1.00" in page_text(response)
    assert transport.calls["TransactionInitialize"] == 0
    again = shopper.pay("success", seen=input_value(response, "seen"))
    assert "Your order is placed" in page_text(shopper.client.get(again["Location"]))


@pytest.mark.database
def test_two_tabs_share_one_payment() -> None:
    shopper = Payer()
    seen = input_value(shopper.reach_payment(), "seen")

    first = shopper.pay("pending", seen=seen)
    second = shopper.pay("success", seen=seen)

    assert first["Location"] == second["Location"]
    assert PaymentAttempt.objects.count() == 1
    assert transaction_count() == 1


def test_pressing_pay_again_after_the_order_leads_to_the_order() -> None:
    shopper = Payer()
    seen = input_value(shopper.reach_payment(), "seen")

    first = shopper.pay("success", seen=seen)
    second = shopper.pay("success", seen=seen)

    assert second["Location"] == first["Location"]
    assert (order_count(), transaction_count()) == (1, 1)


@pytest.mark.database
@pytest.mark.parametrize("transport_class", [LosingResponses, LosingRequests])
@pytest.mark.parametrize("operation", ["TransactionInitialize", "CheckoutComplete"])
def test_one_lost_response_is_one_payment_and_one_order(transport_class: type[LosingResponses], operation: str) -> None:
    shopper = Payer()
    shopper.reach_payment()

    with api.override_transport(transport_class(**{operation: 1})):
        page = shopper.pay_and_follow("success")

    assert "Your order is placed" in page_text(page)
    assert (order_count(), transaction_count()) == (1, 1)


@pytest.mark.database
@pytest.mark.parametrize("operation", ["TransactionInitialize", "CheckoutComplete"])
def test_a_browser_closed_while_saleor_does_not_respond_still_ends_in_one_order(operation: str) -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(LosingResponses(**{operation: 2})):
        shopper.pay("success")
    assert only_attempt().is_in_progress

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        tasks.process_due_attempts()
        tasks.process_due_attempts()
        tasks.process_attempt(only_attempt().pk)

    assert only_attempt().state == State.ORDERED
    assert (order_count(), transaction_count()) == (1, 1)


def test_the_sweeper_leaves_young_attempts_to_the_browser() -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(LosingResponses(TransactionInitialize=2)):
        shopper.pay("success")

    assert tasks.process_due_attempts() == 0


def test_an_order_made_without_our_knowledge_is_never_paid_or_ordered_again() -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(LosingResponses(CheckoutComplete=2)):
        shopper.pay("success")
    assert only_attempt().state == State.CHARGED

    added = shopper.add(CONDOMS)
    page = shopper.get("/cart/")

    assert added.status_code == 409
    assert GEL not in page.content.decode().partition("<main")[2]
    assert order_count() == 1


def test_a_browser_that_comes_back_after_the_sweeper_finds_the_order_and_an_empty_cart() -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(LosingResponses(CheckoutComplete=2)):
        address = shopper.pay("success")["Location"]
    process(only_attempt())

    assert shopper.get("/cart/badge/").content == b""
    assert "Your cart is empty" in page_text(shopper.get("/cart/"))
    assert "Your order is placed" in page_text(shopper.client.get(address))
    shopper.add(CONDOMS)
    assert shopper.quantities() == {CONDOMS: 1}


def test_a_charge_without_stock_says_so_and_alerts_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(Unreachable("CheckoutComplete")):
        address = shopper.pay("success")["Location"]
    sandbox.Variant.objects.update(stock=0)

    page = shopper.client.get(address)

    assert (only_attempt().state, only_attempt().reason) == (State.REFUNDED, "INSUFFICIENT_STOCK")
    assert "Your payment has gone back, all of it" in page_text(page)
    assert sandbox.Transaction.objects.get().charged_amount == 0
    assert order_count() == 0
    assert [record.levelname for record in caplog.records if "to charged-no-order" in record.getMessage()] == ["ERROR"]
    assert "sam@example.com" not in caplog.text
    assert shopper.add(CONDOMS).status_code in (302, 422)


def test_a_checkout_gone_without_an_order_is_not_charged() -> None:
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(Unreachable("TransactionInitialize")):
        address = shopper.pay("success")["Location"]
    PaymentAttempt.objects.update(attempts=0)
    sandbox.Checkout.objects.all().delete()

    page = shopper.client.get(address)

    assert only_attempt().state == State.FAILED
    assert "No money was taken" in page_text(page)


def test_with_no_way_to_pay_the_page_says_so_and_nothing_is_lost(settings: Settings) -> None:
    shopper = Payer()
    shopper.reach_payment()
    settings.PAYMENT_GATEWAYS = parse_gateways("", languages=["en-gb"])

    page = shopper.get("/checkout/payment/")

    assert "There is no way to pay at the moment. Nothing is lost" in page_text(page)
    assert shopper.quantities() == {GEL: 2}


def test_the_payment_page_works_while_saleor_is_unavailable() -> None:
    shopper = Payer()
    seen = input_value(shopper.reach_payment(), "seen")

    with api.override_transport(Unreachable()):
        response = shopper.pay("decline", seen=seen)

    assert response.status_code == 503
    assert input_value(response, "seen") == seen
    assert input_value(response, "gateway") == GATEWAY


def test_an_attempt_is_seen_only_by_the_session_that_pays() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.pay("success")["Location"]
    stranger = Shopper()
    stranger.add(GEL)

    assert Client().get(address).status_code == 404
    assert stranger.client.get(address).status_code == 404
    assert shopper.client.get(address).status_code == 200


def test_no_secret_is_in_an_address_a_page_a_log_or_a_repr(caplog: pytest.LogCaptureFixture) -> None:
    shopper = Payer()
    shopper.reach_payment()
    checkout_id = shopper.checkout_id

    response = shopper.pay("success")
    page = shopper.client.get(response["Location"])

    attempt = only_attempt()
    shown = " ".join((response["Location"], page.content.decode(), caplog.text, str(attempt), repr(attempt)))
    assert checkout_id not in shown
    assert attempt.order_id not in shown
    assert attempt.idempotency_key not in shown


def test_the_confirmation_has_a_neutral_title_and_the_number_while_saleor_is_unavailable() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.pay("success")["Location"]

    with api.override_transport(Unreachable()):
        page = shopper.client.get(address)

    assert page.status_code == 200
    assert f"Order {only_attempt().order_number}." in page_text(page)
    assert "<title>Thank you, your order is placed · Gradual</title>" in page.content.decode()


def test_paying_makes_no_more_calls_than_needed() -> None:
    shopper = Payer()
    seen = input_value(shopper.reach_payment(), "seen")
    transport = CountingTransport()

    with api.override_transport(transport):
        shopper.pay("success", seen=seen)

    assert dict(transport.calls) == {
        "Checkout": 3,
        "CheckoutLanguageCodeUpdate": 1,
        "PaymentGatewayInitialize": 1,
        "TransactionInitialize": 1,
        "CheckoutComplete": 1,
    }
