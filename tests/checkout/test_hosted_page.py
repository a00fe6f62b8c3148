"""Paying on a provider's page: there safely, and back to exactly one order or a refusal."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from storefront.merchant.models import MerchantProfile
from storefront.payments import tasks
from storefront.payments.models import DummyPayment, PaymentAttempt, State, TriggeredBy
from storefront.payments.processing import ACTION_PATIENCE
from storefront.payments.providers.hosted_page import safe_redirect_url
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, input_value, page_text
from tests.cart.transports import CountingTransport, Unreachable
from tests.checkout.purchase import GATEWAY, Payer, only_attempt, order_count, redirect_page_url, transaction_count

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"


@pytest.mark.database
def test_the_shopper_goes_to_the_providers_page_and_returns_to_one_order() -> None:
    shopper = Payer()
    shopper.reach_payment()

    leaving = shopper.client.get(shopper.pay()["Location"])
    address = redirect_page_url(leaving)
    hosted = shopper.client.get(address)
    done = shopper.client.get(shopper.choose_outcome(address, "approved"))

    assert f'href="{address}"' in leaving.content.decode()
    assert "You choose how it ends" not in page_text(hosted)
    assert "Pay £" in page_text(hosted)
    assert "to Gradual" in page_text(hosted)
    assert "Everyday" not in page_text(hosted)
    assert "Your order is placed" in page_text(done)
    assert (order_count(), transaction_count()) == (1, 1)
    assert only_attempt().provider_action == ""
    assert only_attempt().transitions.last().triggered_by == TriggeredBy.RETURN_PAGE  # type: ignore[union-attr] # it has moved


def test_the_provider_gets_the_return_url_and_no_secret() -> None:
    shopper = Payer()
    shopper.reach_payment()

    shopper.go_to_provider()

    attempt = only_attempt()
    assert attempt.provider_data == {"return_url": f"{ORIGIN}/checkout/payment/{attempt.uuid}/"}
    assert Client().get(attempt.provider_data["return_url"]).status_code == 404
    assert Client().get(f"{attempt.provider_data['return_url']}go/").status_code == 404


def test_a_decline_keeps_everything_and_the_next_try_is_a_new_payment() -> None:
    shopper = Payer()
    shopper.reach_payment()

    refused = shopper.pay_at_provider("declined")
    page = shopper.pay_at_provider("approved")

    assert "No money was taken" in page_text(refused)
    assert "Your order is placed" in page_text(page)
    assert (order_count(), transaction_count()) == (1, 2)


@pytest.mark.parametrize(("answer", "said"), [("approved", "Your order is placed"), ("declined", "No money was taken")])
def test_a_confirmation_is_given_on_the_providers_page(answer: str, said: str) -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()

    asked = shopper.client.get(shopper.client.post(address, {"choice": "confirm"})["Location"])
    page = shopper.client.get(shopper.choose_outcome(address, answer))

    assert "Your bank asks whether you want to pay £" in page_text(asked)
    assert said in page_text(page)
    assert order_count() == (answer == "approved")


def test_a_pending_payment_says_so_and_becomes_one_order_once_approved(commits: None) -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()

    waiting = shopper.client.get(shopper.choose_outcome(address, "pending"))
    shopper.client.post(address, {"choice": "approved"})
    shopper.client.post(address, {"choice": "approved"})

    assert "We are checking with your bank; you will not be charged twice" in page_text(waiting)
    assert (only_attempt().state, order_count(), transaction_count()) == (State.ORDERED, 1, 1)
    assert "It is paid." in page_text(shopper.client.get(f"/checkout/payment/{only_attempt().uuid}/"))


def test_a_pending_payment_that_is_declined_is_a_refusal() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()
    back = shopper.choose_outcome(address, "pending")
    shopper.client.get(back)

    shopper.client.post(address, {"choice": "declined"})

    assert "No money was taken" in page_text(shopper.client.get(back))
    assert order_count() == 0
    assert shopper.quantities() == {GEL: 2}


@pytest.mark.parametrize(("answer", "state"), [("yes", State.ORDERED), ("no", State.REFUSED)])
def test_a_command_settles_pending_payments(commits: None, answer: str, state: State) -> None:
    shopper = Payer()
    shopper.reach_payment()
    back = shopper.choose_outcome(shopper.go_to_provider(), "pending")
    shopper.client.get(back)

    call_command("settle_dummy_payments", answer, verbosity=0)
    call_command("settle_dummy_payments", answer, verbosity=0)
    shopper.client.get(back)

    assert (only_attempt().state, order_count()) == (state, int(answer == "yes"))


def test_without_test_payments_the_command_fails(settings: Settings) -> None:
    settings.TEST_PAYMENTS = False

    with pytest.raises(CommandError, match="TEST_PAYMENTS is off"):
        call_command("settle_dummy_payments", "yes")


def test_a_choice_that_saleor_does_not_receive_changes_nothing() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()
    shopper.client.get(shopper.choose_outcome(address, "pending"))

    with api.override_transport(Unreachable()):
        page = shopper.client.post(address, {"choice": "approved"})

    assert page.status_code == 503
    assert "Saleor could not be told" in page_text(page)
    assert DummyPayment.objects.get().choice == "pending"


@pytest.mark.parametrize("choice", ["error", "time-out"])
def test_a_provider_that_fails_or_times_out_is_a_refusal_with_everything_kept(choice: str) -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = shopper.pay_at_provider(choice)

    assert "The payment could not be made. No money was taken." in page_text(page)
    assert shopper.quantities() == {GEL: 2}
    assert order_count() == 0


@pytest.mark.parametrize(
    ("choice", "heading", "sentence"),
    [
        ("declined", "The payment did not go through", "The payment was declined, by your bank"),
        ("error", "The payment did not go through", "The payment could not be made."),
    ],
)
def test_each_ending_of_a_payment_has_its_own_words(choice: str, heading: str, sentence: str) -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = page_text(shopper.pay_at_provider(choice))

    assert heading in page
    assert sentence in page


def test_do_not_pay_is_not_called_a_refusal() -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.go_to_provider()
    address = f"/checkout/payment/{only_attempt().uuid}/"

    shopper.post(address, {})

    assert "You stopped this payment" in page_text(shopper.get(address))


def test_returning_unpaid_says_so_and_leads_to_the_page_again() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()

    page = shopper.get(f"/checkout/payment/{only_attempt().uuid}/")
    again = shopper.get(f"/checkout/payment/{only_attempt().uuid}/go/")

    assert "You have not paid yet" in page_text(page)
    assert 'http-equiv="refresh"' not in page.content.decode()
    assert redirect_page_url(again) == address
    assert shopper.get("/checkout/payment/")["Location"] == f"/checkout/payment/{only_attempt().uuid}/"


@pytest.mark.database
def test_giving_up_makes_the_cart_changeable_again() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()
    held = shopper.add(CONDOMS)

    shopper.post(f"/checkout/payment/{only_attempt().uuid}/", {})

    assert held.status_code == 409
    assert only_attempt().state == State.REFUSED
    assert shopper.add(CONDOMS).status_code == 302
    shopper.client.post(address, {"choice": "approved"})
    assert DummyPayment.objects.get().choice == "canceled"


def test_giving_up_after_paying_is_still_an_order() -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.choose_outcome(shopper.go_to_provider(), "approved")

    shopper.post(f"/checkout/payment/{only_attempt().uuid}/", {})

    assert (only_attempt().state, order_count()) == (State.ORDERED, 1)


def test_an_unpaid_page_is_closed_after_the_time_limit() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()

    with time_machine.travel(timezone.now() + ACTION_PATIENCE + timedelta(minutes=1)):
        tasks.process_due_attempts()
    shopper.client.post(address, {"choice": "approved"})

    assert (only_attempt().state, DummyPayment.objects.get().choice) == (State.FAILED, "canceled")
    assert shopper.add(CONDOMS).status_code == 302


def test_a_tab_closed_after_paying_is_an_order_by_the_sweeper() -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.choose_outcome(shopper.go_to_provider(), "approved")

    PaymentAttempt.objects.update(checked_at=None)
    tasks.process_attempt(only_attempt().pk)

    assert (only_attempt().state, order_count(), transaction_count()) == (State.ORDERED, 1, 1)


def test_leaving_for_the_provider_calls_no_saleor() -> None:
    shopper = Payer()
    shopper.reach_payment()
    leave = shopper.pay()["Location"]
    transport = CountingTransport()

    with api.override_transport(transport):
        shopper.client.get(leave)

    assert not transport.calls


@pytest.mark.parametrize(
    "address",
    [
        "http://pay.example/session",
        "javascript:alert(1)",
        "data:text/html,x",
        "//pay.example/",
        "https:///nowhere",
        "https://user:word@pay.example/",
        "https://pay.example/ https://evil.example/",
        "https://pay.example/\\evil",
        'https://pay.example/"><script>',
        "https://[",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        f"https://pay.example/{'x' * 2000}",
        "",
        7,
        None,
    ],
)
def test_an_address_that_is_not_plainly_https_or_our_own_is_not_followed(address: object) -> None:
    assert safe_redirect_url({"redirectUrl": address}, origin=ORIGIN) is None


@pytest.mark.parametrize("action", [None, [], "https://pay.example/", {"url": "https://pay.example/"}, 3])
def test_an_answer_without_an_address_leads_nowhere(action: object) -> None:
    assert safe_redirect_url(action, origin=ORIGIN) is None


def test_https_is_followed_and_our_own_page_only_while_there_are_test_payments(settings: Settings) -> None:
    assert safe_redirect_url({"redirectUrl": "https://pay.example/c/1#x"}, origin=ORIGIN) == "https://pay.example/c/1#x"
    assert safe_redirect_url({"redirectUrl": f"{ORIGIN}/saleor/"}, origin=ORIGIN) == f"{ORIGIN}/saleor/"
    settings.TEST_PAYMENTS = False
    assert safe_redirect_url({"redirectUrl": f"{ORIGIN}/saleor/"}, origin=ORIGIN) is None


def test_a_hostile_address_is_not_followed_and_the_shopper_can_give_up() -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.go_to_provider()
    DummyPayment.objects.update(return_url="http://evil.example/checkout/")

    page = shopper.get(f"/checkout/payment/{only_attempt().uuid}/")
    leave = shopper.get(f"/checkout/payment/{only_attempt().uuid}/go/")

    assert "Where to pay is not known just now" in page_text(page)
    assert "evil.example" not in page.content.decode()
    assert leave["Location"] == f"/checkout/payment/{only_attempt().uuid}/"


def test_the_test_page_leads_back_to_this_site_only() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()
    DummyPayment.objects.update(return_url="https://evil.example/", choice="approved")

    assert "evil.example" not in shopper.client.get(address).content.decode()


def test_without_test_payments_there_is_no_page(settings: Settings) -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()
    settings.TEST_PAYMENTS = False

    assert shopper.client.get(address).status_code == 404
    assert shopper.client.post(address, {"choice": "approved"}).status_code == 404


def test_an_invalid_choice_changes_nothing() -> None:
    shopper = Payer()
    shopper.reach_payment()
    address = shopper.go_to_provider()

    shopper.client.post(address, {"choice": "canceled"})
    shopper.client.post(address, {"choice": "nonsense"})
    shopper.client.post(address, {"choice": "declined"})
    shopper.client.post(address, {"choice": "approved"})

    assert DummyPayment.objects.get().choice == "declined"


def test_the_payment_page_says_the_amount_and_what_the_statement_will_say() -> None:
    profile = MerchantProfile.objects.get(market="en-gb")
    profile.statement_name = "PLAIN LTD"
    profile.save()
    shopper = Payer()

    page = shopper.reach_payment()

    total = input_value(page, "seen").removesuffix(" GBP")
    assert f"Pay £{total}" in page_text(page)
    assert "Your bank statement will say “PLAIN LTD”. It names no product." in page_text(page)
    assert input_value(page, "gateway") == GATEWAY


def test_a_gift_card_that_covers_all_needs_no_provider() -> None:
    shopper = Payer()
    shopper.reach_payment()
    card = sandbox.GiftCard.objects.create(code="PLENTY-OF-MONEY1", current_balance=500, currency="GBP")

    shopper.post("/checkout/payment/", {"promo_code": card.code})
    page = shopper.get("/checkout/payment/")
    done = shopper.client.get(
        shopper.post("/checkout/payment/", {"seen": input_value(page, "seen")})["Location"],
    )

    assert "Place the order" in page_text(page)
    assert "Your order is placed" in page_text(done)
    assert (order_count(), transaction_count()) == (1, 0)
    card.refresh_from_db()
    assert card.current_balance < 500


def test_a_gift_card_pays_its_part_and_a_provider_the_rest() -> None:
    shopper = Payer()
    before = input_value(shopper.reach_payment(), "seen")
    card = sandbox.GiftCard.objects.create(code="FIVE-POUNDS-HERE", current_balance=5, currency="GBP")

    shopper.post("/checkout/payment/", {"promo_code": card.code})
    after = input_value(shopper.get("/checkout/payment/"), "seen")
    refused = shopper.pay_at_provider("declined")
    card.refresh_from_db()
    kept = card.current_balance
    done = shopper.pay_at_provider("approved")
    card.refresh_from_db()

    assert Decimal(before.split()[0]) - Decimal(after.split()[0]) == 5
    assert "No money was taken" in page_text(refused)
    assert (int(kept), int(card.current_balance)) == (5, 0)
    assert "Your order is placed" in page_text(done)
    assert sandbox.Transaction.objects.filter(charged_amount__gt=0).get().charged_amount == Decimal(after.split()[0])


def test_an_unknown_code_is_an_error_of_its_field_and_kept() -> None:
    shopper = Payer()
    shopper.reach_payment()

    page = shopper.post("/checkout/payment/", {"promo_code": "NO-SUCH-CARD"})

    assert page.status_code == 422
    assert input_value(page, "promo_code") == "NO-SUCH-CARD"
    assert "There is a problem" in page_text(page)
    assert "Pay £" in page_text(page)


def test_the_hosted_page_is_under_an_address_of_its_own() -> None:
    shopper = Payer()
    shopper.reach_payment()

    assert urlsplit(shopper.go_to_provider()).path.startswith("/saleor/test-payments/")


def test_a_slow_page_in_another_tab_does_not_lose_the_payment() -> None:
    shopper = Payer()
    shopper.reach_payment()
    transport = CountingTransport()

    def pays_beside(operation: str) -> None:
        if operation == "PaymentGatewayInitialize":
            transport.before = lambda _: None
            shopper.pay("success")

    transport.before = pays_beside
    with api.override_transport(transport):
        shopper.get("/checkout/payment/")
    done = shopper.get(f"/checkout/payment/{only_attempt().uuid}/")

    assert "Your order is placed" in page_text(done)
