"""Mollie as a provider, with the shapes of Mollie's API reference and no network."""

import json
import platform
from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest
import requests
from django.test import Client
from pytest_django import Settings

from storefront.core.crypto import keyed_hash
from storefront.payments.providers.base import ProviderUnavailable
from storefront.payments.providers.gateway_settings import parse_gateways
from storefront.payments.providers.messages import Action, Request, Session, SessionAction, TransactionInfo
from storefront.payments.providers.mollie.payments_api import HOOK_PURPOSE, AmountNotPayable, to_text
from storefront.payments.providers.mollie.provider import MolliePayments
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import page_text
from tests.cart.transports import StubTransport, Unreachable
from tests.checkout.purchase import Payer, only_attempt, order_count, redirect_page_url
from tests.payments import mollie_shapes as shapes
from tests.payments.mollie_shapes import (
    AUTHORIZING,
    CAPTURE_ID,
    CHARGEBACK_ID,
    PAGE,
    PAYMENT_ID,
    REFUND_ID,
    TRANSACTION_ID,
    Mollie,
)

HOOK = "/saleor/payments/mollie/hook/"
OPEN, READ, CANCEL = "POST /payments", f"GET /payments/{PAYMENT_ID}", f"DELETE /payments/{PAYMENT_ID}"
REFUND, CAPTURE = f"POST /payments/{PAYMENT_ID}/refunds", f"POST /payments/{PAYMENT_ID}/captures"
RELEASE = f"POST /payments/{PAYMENT_ID}/release-authorization"
BACK = "https://testserver/checkout/payment/1/"


@pytest.fixture
def mollie(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Mollie:
    """Mollie enabled, answering as a test says."""
    settings.MOLLIE_API_KEY, settings.PUBLIC_URL = shapes.KEY, "https://shop.example"
    answering = Mollie()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *args, **kwargs: answering.send(*args, **kwargs))
    return answering


@pytest.fixture
def service(mollie: Mollie) -> MolliePayments:
    return MolliePayments()


def session(
    kind: SessionAction = "CHARGE", *, amount: str = "18.40", currency: str = "EUR", data: object = None
) -> Session:
    return Session(
        action=Action(amount=Decimal(amount), currency=currency, action_type=kind),
        transaction=TransactionInfo(id=TRANSACTION_ID, psp_reference=PAYMENT_ID),
        data={"return_url": BACK} if data is None else data,
        idempotency_key="the-attempts-own-key",
    )


def request(kind: str, amount: str, *, authorized: str = "0", charged: str = "0", event: str = "RTox") -> Request:
    body = {
        "action": {"actionType": kind, "amount": float(amount), "currency": "EUR"},
        "transaction": {
            "id": TRANSACTION_ID,
            "pspReference": PAYMENT_ID,
            "authorizedAmount": {"amount": float(authorized), "currency": "EUR"},
            "chargedAmount": {"amount": float(charged), "currency": "EUR"},
            "events": [{"id": event, "createdAt": "2026-11-25T10:00:00+00:00", "type": f"{kind}_REQUEST"}],
        },
    }
    return msgspec.json.decode(json.dumps(body), type=Request)


@pytest.mark.parametrize(("kind", "capture"), [("CHARGE", "automatic"), ("AUTHORIZATION", "manual")])
def test_a_page_is_opened_for_an_amount_and_nothing_else(
    service: MolliePayments, mollie: Mollie, kind: SessionAction, capture: str
) -> None:
    mollie.answers[OPEN] = shapes.payment()

    result = service.initialize(session(kind))

    (asked,) = mollie.asked
    assert (result.result, result.psp_reference) == (f"{kind}_ACTION_REQUIRED", PAYMENT_ID)
    assert result.data == {"redirectUrl": PAGE}
    assert asked.headers["Idempotency-Key"] == "the-attempts-own-key"
    assert asked.headers["Authorization"] == f"Bearer {shapes.KEY}"
    assert asked.body == {
        "amount": {"currency": "EUR", "value": "18.40"},
        "description": "Order",
        "redirectUrl": BACK,
        "webhookUrl": f"https://shop.example{HOOK}?proof={keyed_hash(HOOK_PURPOSE)}",
        "captureMode": capture,
        "metadata": {"saleor_transaction": TRANSACTION_ID, "saleor_action": kind},
    }


def test_mollie_is_not_told_the_name_of_this_machine(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[OPEN] = shapes.payment()

    service.initialize(session())

    assert platform.node() not in str(mollie.asked[0].headers)


def test_a_shop_that_mollie_cannot_reach_names_no_webhook(
    service: MolliePayments, mollie: Mollie, settings: Settings
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8080"
    mollie.answers[OPEN] = shapes.payment()

    service.initialize(session())

    assert "webhookUrl" not in mollie.asked[0].body


@pytest.mark.parametrize("address", ["https://evil.example/", "//testserver/", "javascript:1", "https://[", ""])
def test_a_return_url_of_another_site_opens_no_page(service: MolliePayments, mollie: Mollie, address: str) -> None:
    assert service.initialize(session(data={"return_url": address})).result == "CHARGE_FAILURE"
    assert not mollie.asked


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("18.4", "EUR", "18.40"),
        ("0.01", "usd", "0.01"),
        ("500", "JPY", "500"),
        ("500.00", "ISK", "500"),
        ("1000000", "HUF", "1000000.00"),
    ],
)
def test_amounts_are_texts_with_the_decimals_of_their_currency(amount: str, currency: str, written: str) -> None:
    assert to_text(Decimal(amount), currency) == written


@pytest.mark.parametrize(("amount", "currency"), [("18.405", "EUR"), ("10.5", "JPY"), ("1.234", "KWD"), ("5.5", "ISK")])
def test_an_amount_too_fine_for_its_currency_is_not_rounded(
    service: MolliePayments, mollie: Mollie, amount: str, currency: str
) -> None:
    with pytest.raises(AmountNotPayable):
        to_text(Decimal(amount), currency)
    assert service.initialize(session(amount=amount, currency=currency)).result == "CHARGE_FAILURE"
    assert not mollie.asked


@pytest.mark.parametrize(
    ("payment", "result", "ending"),
    [
        (shapes.payment("open"), "CHARGE_ACTION_REQUIRED", None),
        (shapes.payment("pending"), "CHARGE_REQUEST", None),
        (shapes.payment("paid"), "CHARGE_SUCCESS", None),
        (shapes.authorized(), "AUTHORIZATION_SUCCESS", None),
        (shapes.payment("canceled"), "CHARGE_FAILURE", "stopped"),
        (shapes.payment("expired"), "CHARGE_FAILURE", "expired"),
        (shapes.payment("failed"), "CHARGE_FAILURE", "declined"),
    ],
    ids=lambda value: value["status"] if isinstance(value, dict) else "",
)
def test_the_result_is_what_mollie_says_now(
    service: MolliePayments, mollie: Mollie, payment: shapes.Shape, result: str, ending: str | None
) -> None:
    mollie.answers[READ] = payment

    answer = service.process(session())

    assert (answer.result, answer.psp_reference, answer.amount) == (result, PAYMENT_ID, Decimal("18.40"))
    assert (answer.data or {}).get("ending") == ending


def test_money_that_is_only_reserved_is_never_called_charged(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.authorized()

    for kind in ("CHARGE", "AUTHORIZATION"):
        answer = service.process(session("CHARGE" if kind == "CHARGE" else "AUTHORIZATION"))
        assert (answer.result, answer.actions) == ("AUTHORIZATION_SUCCESS", ("CHARGE", "CANCEL"))


def test_giving_up_cancels_the_payment_where_mollie_lets(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.payment(isCancelable=True)
    mollie.answers[CANCEL] = shapes.payment("canceled")

    answer = service.process(session(data={"stop": True}))

    assert (answer.result, answer.data) == ("CHARGE_FAILURE", {"ending": "stopped"})
    assert [asked.method for asked in mollie.asked] == ["GET", "DELETE"]


def test_giving_up_is_possible_while_mollie_keeps_its_page_open(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.payment(isCancelable=False)

    answer = service.process(session(data={"stop": True}))

    assert (answer.result, answer.data) == ("CHARGE_FAILURE", {"ending": "stopped"})


def test_a_payment_paid_just_before_it_was_canceled_is_paid(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[READ] = [shapes.payment(isCancelable=True), shapes.payment("paid")]
    mollie.answers[CANCEL] = shapes.problem(422)

    assert service.process(session(data={"stop": True})).result == "CHARGE_SUCCESS"


AWAY: Mapping[str, shapes.Answer] = {
    "no connection": requests.exceptions.ConnectionError("nobody there"),
    "no answer in time": requests.exceptions.ReadTimeout("too late"),
    "500": shapes.problem(500, "Internal Server Error"),
    "503": shapes.problem(503, "Service Unavailable"),
    "429": shapes.problem(429, "Too Many Requests"),
    "409, the same request runs": shapes.problem(409, "Conflict"),
    "a page of a proxy": b"<html>Bad gateway</html>",
    "a list": b"[]",
    "an error without words": (422, {"status": 422}),
    "a status that is new": shapes.payment("on-holiday"),
    "an amount that is none": shapes.payment("paid", amount={"currency": "EUR", "value": "much"}),
}


@pytest.mark.parametrize("fault", AWAY)
def test_an_answer_not_to_trust_is_no_refusal_once_the_page_is_open(
    service: MolliePayments, mollie: Mollie, fault: str
) -> None:
    mollie.answers = {OPEN: AWAY[fault], READ: AWAY[fault]}

    with pytest.raises(ProviderUnavailable):
        service.initialize(session())
    waiting = service.process(session())

    assert (waiting.result, waiting.psp_reference, waiting.data) == ("CHARGE_ACTION_REQUIRED", PAYMENT_ID, None)


@pytest.mark.parametrize("fault", AWAY)
def test_an_action_without_an_answer_to_trust_is_requested_again(
    service: MolliePayments, mollie: Mollie, fault: str
) -> None:
    mollie.answers = {REFUND: AWAY[fault]}
    if fault in ("a status that is new", "an amount that is none"):
        mollie.answers[REFUND] = {**shapes.refund(), "amount": "none"}

    with pytest.raises(ProviderUnavailable):
        service.perform_action(request("REFUND", "5.25", charged="18.40"))


@pytest.mark.parametrize("status", [401, 404, 410])
def test_a_payment_that_mollie_does_not_show_is_not_called_unpaid(
    service: MolliePayments, mollie: Mollie, status: int
) -> None:
    """Another key was configured, for instance: the money may have been taken with the one before."""
    mollie.answers[READ] = shapes.problem(status, "Not shown")

    assert service.process(session()).result == "CHARGE_ACTION_REQUIRED"


def test_a_refusal_by_mollie_is_a_failure_that_quotes_nothing(
    service: MolliePayments, mollie: Mollie, caplog: pytest.LogCaptureFixture
) -> None:
    mollie.answers[OPEN] = shapes.problem(401, "Unauthorized Request")

    answer = service.initialize(session())

    assert (answer.result, answer.message) == ("CHARGE_FAILURE", "Mollie 401")
    assert "mollie does not accept MOLLIE_API_KEY" in caplog.text
    assert shapes.KEY not in caplog.text


def test_a_key_that_is_none_is_a_failure_that_does_not_quote_it(
    service: MolliePayments, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MOLLIE_API_KEY = "sk_live_secret"

    answer = service.initialize(session())

    assert (answer.result, answer.message) == ("CHARGE_FAILURE", "Mollie cannot be asked: MOLLIE_API_KEY is wrong.")
    assert "sk_live_secret" not in caplog.text


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ("queued", None),
        ("pending", None),
        ("processing", None),
        ("refunded", "REFUND_SUCCESS"),
        ("failed", "REFUND_FAILURE"),
        ("canceled", "REFUND_FAILURE"),
    ],
)
def test_a_refund_in_part_is_answered_once_it_is_decided(
    service: MolliePayments, mollie: Mollie, status: str, result: str | None
) -> None:
    mollie.answers[REFUND] = shapes.refund(status)

    answer = service.perform_action(request("REFUND", "5.25", charged="18.40"))

    assert mollie.asked[0].body == {"amount": {"currency": "EUR", "value": "5.25"}, "description": "Order"}
    assert (answer.result, answer.psp_reference) == (result, REFUND_ID)


def test_a_request_sent_again_has_the_same_key_and_a_second_one_another(
    service: MolliePayments, mollie: Mollie
) -> None:
    mollie.answers[REFUND] = shapes.refund()

    for event in ("RTox", "RTox", "RToy"):
        service.perform_action(request("REFUND", "5.25", charged="18.40", event=event))

    first, again, second = mollie.keys()
    assert first == again != second


def test_a_refused_refund_is_a_failure_with_mollies_reason(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[REFUND] = shapes.problem(422, name="amount")

    answer = service.perform_action(request("REFUND", "5.25", charged="18.40"))

    assert (answer.result, answer.message) == ("REFUND_FAILURE", "Mollie 422 amount")


def test_a_part_is_captured_and_the_rest_stays_reserved(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers = {READ: shapes.authorized(), CAPTURE: shapes.capture()}

    answer = service.perform_action(request("CHARGE", "10", authorized="18.40"))

    assert mollie.asked[-1].body["amount"] == {"currency": "EUR", "value": "10.00"}
    assert (answer.result, answer.psp_reference) == ("CHARGE_SUCCESS", CAPTURE_ID)
    assert answer.actions == ("CHARGE", "CANCEL", "REFUND")


def test_what_mollie_captures_by_itself_is_not_captured_twice(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.payment("authorized")

    assert service.perform_action(request("CHARGE", "10", authorized="18.40")).result == "CHARGE_FAILURE"
    assert [asked.method for asked in mollie.asked] == ["GET"]


def test_a_release_is_never_partial_and_waits_for_the_bank(service: MolliePayments, mollie: Mollie) -> None:
    mollie.answers[RELEASE] = (202, {})

    part = service.perform_action(request("CANCEL", "5", authorized="18.40"))
    whole = service.perform_action(request("CANCEL", "18.40", authorized="18.40"))

    assert part.result == "CANCEL_FAILURE"
    assert (whole.result, whole.psp_reference) == (None, PAYMENT_ID)
    assert len(mollie.asked) == 1


class Saleor:
    """Records the reports to Saleor."""

    def __init__(self, problems: list[Mapping[str, str]] | None = None) -> None:
        self.reports: list[Mapping[str, object]] = []
        self.transport = StubTransport({"TransactionEventReport": self._record})
        self._problems = problems or []

    def _record(self, variables: Mapping[str, object]) -> object:
        self.reports.append(variables)
        return {"alreadyProcessed": False, "errors": self._problems}

    @property
    def short(self) -> list[tuple[object, ...]]:
        return [(one["type"], one["pspReference"], one["amount"]) for one in self.reports]


def posted(payment_id: str = PAYMENT_ID, *, proof: str | None = None) -> int:
    query = keyed_hash(HOOK_PURPOSE) if proof is None else proof
    return Client().post(f"{HOOK}?proof={query}", {"id": payment_id}).status_code


RELEASED = shapes.authorized("paid", captured="10.00")
CASES: Mapping[str, tuple[shapes.Shape, list[tuple[object, ...]]]] = {
    "open": (shapes.payment(), []),
    "pending": (shapes.payment("pending"), []),
    "paid": (shapes.payment("paid"), [("CHARGE_SUCCESS", PAYMENT_ID, 18.4)]),
    "failed": (shapes.payment("failed"), [("CHARGE_FAILURE", PAYMENT_ID, 18.4)]),
    "expired": (shapes.payment("expired"), [("CHARGE_FAILURE", PAYMENT_ID, 18.4)]),
    "authorized": (shapes.authorized(), [("AUTHORIZATION_SUCCESS", PAYMENT_ID, 18.4)]),
    "never authorized": (
        shapes.payment("canceled", metadata=AUTHORIZING, captureMode="manual"),
        [("AUTHORIZATION_FAILURE", PAYMENT_ID, 18.4)],
    ),
    "released": (shapes.authorized("canceled"), [("CANCEL_SUCCESS", PAYMENT_ID, 18.4)]),
    "authorization ran out": (shapes.authorized("expired"), [("CANCEL_SUCCESS", PAYMENT_ID, 18.4)]),
    "captured in part, the rest released": (
        shapes.embedding(RELEASED, captures=[shapes.capture()]),
        [("CANCEL_SUCCESS", PAYMENT_ID, 8.4), ("CHARGE_SUCCESS", CAPTURE_ID, 10.0)],
    ),
    "refunded in part": (
        shapes.embedding(shapes.payment("paid"), refunds=[shapes.refund("refunded")]),
        [("CHARGE_SUCCESS", PAYMENT_ID, 18.4), ("REFUND_SUCCESS", REFUND_ID, 5.25)],
    ),
    "refund failed": (
        shapes.embedding(shapes.payment("paid"), refunds=[shapes.refund("failed")]),
        [("CHARGE_SUCCESS", PAYMENT_ID, 18.4), ("REFUND_FAILURE", REFUND_ID, 5.25)],
    ),
    "refund under way": (
        shapes.embedding(shapes.payment("paid"), refunds=[shapes.refund("processing")]),
        [("CHARGE_SUCCESS", PAYMENT_ID, 18.4)],
    ),
    "charged back": (
        shapes.embedding(shapes.payment("paid"), chargebacks=[shapes.chargeback()]),
        [("CHARGE_SUCCESS", PAYMENT_ID, 18.4), ("CHARGE_BACK", CHARGEBACK_ID, 18.4)],
    ),
    "captured by Mollie itself": (
        shapes.embedding(shapes.payment("paid"), captures=[shapes.capture(value="18.40")]),
        [("CHARGE_SUCCESS", PAYMENT_ID, 18.4)],
    ),
    "of another shop": (shapes.payment("paid", metadata={"order": "1"}), []),
    "without metadata": (shapes.payment("paid", metadata="text"), []),
}


@pytest.mark.parametrize("case", CASES)
def test_a_payment_that_changed_is_read_again_and_reported_to_saleor(mollie: Mollie, case: str) -> None:
    saleor = Saleor()
    mollie.answers[READ], reports = CASES[case]

    with api.override_transport(saleor.transport):
        assert posted() == 200

    assert saleor.short == reports
    assert "embed=captures%2Crefunds%2Cchargebacks" in mollie.asked[0].query


@pytest.mark.parametrize(
    ("payment_id", "proof", "status"),
    [
        (PAYMENT_ID, "", 403),
        (PAYMENT_ID, "guessed", 403),
        (PAYMENT_ID, "gür", 403),
        ("", None, 400),
        ("tr_../../refunds", None, 400),
        ("ord_1", None, 400),
        ("tr_" + "a" * 100, None, 400),
    ],
)
def test_what_mollie_did_not_post_makes_no_call(
    mollie: Mollie, payment_id: str, proof: str | None, status: int
) -> None:
    assert posted(payment_id, proof=proof) == status
    assert not mollie.asked


def test_the_proof_of_an_earlier_key_is_taken(mollie: Mollie, settings: Settings) -> None:
    earlier = keyed_hash(HOOK_PURPOSE)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    mollie.answers[READ] = shapes.payment()

    assert posted(proof=earlier) == 200


def test_a_body_that_is_too_large_is_not_read(mollie: Mollie, settings: Settings) -> None:
    settings.WEBHOOK_MAX_BYTES = 10

    assert posted() == 413


def test_a_payment_unknown_to_mollie_is_answered_like_any_other(mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.problem(404, "Not Found")

    assert posted() == 200


def test_mollie_sends_again_while_it_or_saleor_is_unavailable(mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.payment("paid")
    with api.override_transport(Unreachable()):
        assert posted() == 503

    mollie.answers[READ] = AWAY["no answer in time"]
    assert posted() == 503


def test_a_payment_unknown_to_saleor_is_not_sent_again(mollie: Mollie) -> None:
    mollie.answers[READ] = shapes.payment("paid")
    unknown = Saleor([{"field": "id", "code": "NOT_FOUND", "message": "Couldn't resolve to a node"}])

    with api.override_transport(unknown.transport):
        assert posted() == 200


@pytest.mark.django_db
def test_without_a_key_there_is_no_mollie(settings: Settings, client: Client) -> None:
    settings.MOLLIE_API_KEY = ""

    assert client.get("/saleor/payments/mollie/manifest.json").status_code == 404
    assert client.post(HOOK, {"id": PAYMENT_ID}).status_code == 404


@pytest.mark.usefixtures("mollie")
def test_with_a_key_it_is_an_app_of_its_own(client: Client) -> None:
    manifest = client.get("/saleor/payments/mollie/manifest.json").json()

    assert (manifest["id"], manifest["permissions"]) == ("gradual.mollie", ["HANDLE_PAYMENTS"])
    assert len(manifest["webhooks"]) == 6


@pytest.fixture
def shopper(mollie: Mollie, settings: Settings, db: None, commits: None) -> Payer:
    """A shopper on the payment page, with Mollie as the provider."""
    settings.PAYMENT_GATEWAYS = parse_gateways("gradual.mollie", languages=["en-gb"])
    mollie.answers[OPEN] = shapes.payment()
    payer = Payer()
    payer.reach_payment()
    return payer


def press_pay(shopper: Payer) -> str:
    """Press the button that pays, and return where the page between the shop and Mollie leads."""
    page = shopper.get("/checkout/payment/")
    seen = page.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    pressed = shopper.post("/checkout/payment/", {"gateway": "gradual.mollie", "seen": seen})
    return redirect_page_url(shopper.client.get(pressed["Location"]))


def as_created(mollie: Mollie, status: str) -> shapes.Shape:
    """The payment that Mollie was asked for, with this status."""
    (created,) = [asked for asked in mollie.asked if (asked.method, asked.path) == ("POST", "/payments")]
    return shapes.payment(status, amount=created.body["amount"], metadata=created.body["metadata"])


def test_a_shopper_pays_at_mollie_and_comes_back_to_one_order(shopper: Payer, mollie: Mollie) -> None:
    address = press_pay(shopper)
    mollie.answers[READ] = as_created(mollie, "paid")

    page = shopper.get(f"/checkout/payment/{only_attempt().uuid}/")

    assert address == PAGE
    assert "Your order is placed" in page_text(page)
    assert order_count() == 1


def test_a_tab_closed_at_mollie_becomes_an_order_by_the_webhook(shopper: Payer, mollie: Mollie) -> None:
    press_pay(shopper)
    mollie.answers[READ] = as_created(mollie, "paid")

    assert posted() == 200
    assert posted() == 200

    assert (only_attempt().state, order_count()) == ("ordered", 1)


def test_a_shopper_who_gave_up_and_paid_in_another_tab_gets_the_money_back(shopper: Payer, mollie: Mollie) -> None:
    press_pay(shopper)
    page = f"/checkout/payment/{only_attempt().uuid}/"
    mollie.answers[READ] = as_created(mollie, "open")
    shopper.post(page, {})
    mollie.answers[READ] = paid = as_created(mollie, "paid")
    mollie.answers[REFUND] = shapes.refund("refunded", value=paid["amount"]["value"])

    assert only_attempt().state == "refused"
    posted()

    assert order_count() == 0
    assert [asked.body["amount"] for asked in mollie.asked if asked.path.endswith("/refunds")] == [paid["amount"]]


def test_a_charge_that_makes_no_order_is_refunded_at_mollie_once(shopper: Payer, mollie: Mollie) -> None:
    press_pay(shopper)
    paid = as_created(mollie, "paid")
    value = paid["amount"]["value"]
    mollie.answers[READ], mollie.answers[REFUND] = paid, shapes.refund("pending", value=value)
    sandbox.Variant.objects.update(stock=0)

    shopper.get(f"/checkout/payment/{only_attempt().uuid}/")
    mollie.answers[READ] = shapes.embedding(paid, refunds=[shapes.refund("refunded", value=value)])
    posted()

    payment = sandbox.Transaction.objects.get()
    assert order_count() == 0
    assert (payment.charged_amount, payment.refunded_amount) == (Decimal(0), Decimal(value))
    assert [asked.path for asked in mollie.asked if asked.path.endswith("/refunds")] == [
        f"/payments/{PAYMENT_ID}/refunds"
    ]
