"""Stripe Checkout as a provider, with Stripe's documented shapes and no network."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

import httpx2
import msgspec
import pytest
import stripe
from django.test import Client
from pytest_django import Settings

from storefront.payments.providers.base import ProviderUnavailable
from storefront.payments.providers.gateway_settings import parse_gateways
from storefront.payments.providers.messages import Action, Request, Session, SessionAction, TransactionInfo
from storefront.payments.providers.stripe import checkout_api
from storefront.payments.providers.stripe.checkout_api import AmountNotPayable, to_major, to_minor
from storefront.payments.providers.stripe.provider import StripeCheckout
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import page_text
from tests.cart.transports import StubTransport, Unreachable
from tests.checkout.purchase import Payer, only_attempt, order_count, redirect_page_url
from tests.payments import stripe_shapes as shapes
from tests.payments.stripe_shapes import INTENT_ID, PAGE, REFUND_ID, SECRET, SESSION_ID, TRANSACTION_ID, Stripe

HOOK = "/saleor/payments/stripe/hook/"
OPEN, SHUT = "POST /v1/checkout/sessions", f"POST /v1/checkout/sessions/{SESSION_ID}/expire"
READ = f"GET /v1/checkout/sessions/{SESSION_ID}"
INTENT = f"GET /v1/payment_intents/{INTENT_ID}"
NOBODY_THERE = stripe.APIConnectionError("nobody there")  # type: ignore[no-untyped-call]  # the library's own
BACK = "https://testserver/checkout/payment/1/"


@pytest.fixture
def answers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    """Stripe enabled, answering as a test says."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_made_up", SECRET
    said = Stripe()
    monkeypatch.setattr(checkout_api, "http_client", shapes.client_of(said))
    checkout_api.client.cache_clear()
    yield said
    checkout_api.client.cache_clear()


@pytest.fixture
def service(answers: Stripe) -> StripeCheckout:
    return StripeCheckout()


def session(
    kind: SessionAction = "CHARGE",
    *,
    amount: str = "18.40",
    currency: str = "GBP",
    data: object = None,
    reference: str = SESSION_ID,
) -> Session:
    return Session(
        action=Action(amount=Decimal(amount), currency=currency, action_type=kind),
        transaction=TransactionInfo(id=TRANSACTION_ID, psp_reference=reference),
        data={"return_url": BACK} if data is None else data,
        idempotency_key="the-attempts-own-key",
    )


def request(kind: str, amount: str, *, authorized: str = "0", charged: str = "0", event: str = "RTox") -> Request:
    body = {
        "action": {"actionType": kind, "amount": float(amount), "currency": "GBP"},
        "transaction": {
            "id": TRANSACTION_ID,
            "pspReference": INTENT_ID,
            "authorizedAmount": {"amount": float(authorized), "currency": "GBP"},
            "chargedAmount": {"amount": float(charged), "currency": "GBP"},
            "events": [{"id": event, "createdAt": "2026-11-25T10:00:00+00:00", "type": f"{kind}_REQUEST"}],
        },
    }
    return msgspec.json.decode(json.dumps(body), type=Request)


@pytest.mark.parametrize(("kind", "capture"), [("CHARGE", "automatic"), ("AUTHORIZATION", "manual")])
def test_a_page_is_opened_for_an_amount_and_nothing_else(
    service: StripeCheckout, answers: Stripe, kind: SessionAction, capture: str
) -> None:
    answers.answers[OPEN] = shapes.session()

    result = service.initialize(session(kind))

    (asked,) = answers.asked
    assert (result.result, result.psp_reference) == (f"{kind}_ACTION_REQUIRED", SESSION_ID)
    assert result.data == {"redirectUrl": PAGE}
    assert asked.key == "the-attempts-own-key"
    assert asked.fields == {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "gbp",
        "line_items[0][price_data][unit_amount]": "1840",
        "line_items[0][price_data][product_data][name]": "Order",
        "success_url": BACK,
        "cancel_url": BACK,
        "metadata[saleor_transaction]": TRANSACTION_ID,
        "metadata[saleor_action]": kind,
        "adaptive_pricing[enabled]": "false",
        "payment_intent_data[capture_method]": capture,
        "payment_intent_data[statement_descriptor_suffix]": "ORDER",
        "payment_intent_data[description]": "Order",
        "payment_intent_data[metadata][saleor_transaction]": TRANSACTION_ID,
        "payment_intent_data[metadata][saleor_action]": kind,
    }


@pytest.mark.parametrize("address", ["https://evil.example/", "//testserver/", "javascript:1", "https://[", ""])
def test_a_return_url_of_another_site_opens_no_page(service: StripeCheckout, answers: Stripe, address: str) -> None:
    assert service.initialize(session(data={"return_url": address})).result == "CHARGE_FAILURE"
    assert not answers.asked


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("18.40", "GBP", 1840),
        ("0.01", "usd", 1),
        ("500", "JPY", 500),
        ("1.230", "KWD", 1230),
        ("500", "ISK", 50000),
        ("3000", "UGX", 300000),
    ],
)
def test_amounts_are_written_in_the_smallest_unit_of_their_currency(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert to_major(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("18.405", "GBP"), ("10.5", "JPY"), ("1.234", "KWD"), ("5.5", "ISK")])
def test_an_amount_too_fine_for_its_currency_is_not_rounded(
    service: StripeCheckout, answers: Stripe, amount: str, currency: str
) -> None:
    with pytest.raises(AmountNotPayable):
        to_minor(Decimal(amount), currency)
    assert service.initialize(session(amount=amount, currency=currency)).result == "CHARGE_FAILURE"
    assert not answers.asked


@pytest.mark.parametrize(
    ("page", "result", "reference", "amount"),
    [
        (shapes.session(), "CHARGE_ACTION_REQUIRED", SESSION_ID, "18.40"),
        (shapes.paid(), "CHARGE_SUCCESS", INTENT_ID, "18.40"),
        (shapes.paid(amount_received=1000), "CHARGE_SUCCESS", INTENT_ID, "10"),
        (shapes.paid(status="processing", amount_received=0), "CHARGE_REQUEST", INTENT_ID, "18.40"),
        (shapes.paid(status="requires_payment_method", amount_received=0), "CHARGE_FAILURE", INTENT_ID, "18.40"),
        (shapes.paid(status="canceled", amount_received=0), "CHARGE_FAILURE", INTENT_ID, "18.40"),
        (shapes.session(status="expired", url=None), "CHARGE_FAILURE", SESSION_ID, "18.40"),
    ],
)
def test_the_result_is_what_stripe_says_now(
    service: StripeCheckout, answers: Stripe, page: shapes.Shape, result: str, reference: str, amount: str
) -> None:
    answers.answers[READ] = page

    answer = service.process(session())

    assert (answer.result, answer.psp_reference, answer.amount) == (result, reference, Decimal(amount))
    assert answers.asked[0].fields == {"expand[0]": "payment_intent"}


def test_an_authorized_payment_can_be_charged_or_canceled(service: StripeCheckout, answers: Stripe) -> None:
    answers.answers[READ] = shapes.paid(status="requires_capture", amount_received=0, amount_capturable=1840)

    answer = service.process(session("AUTHORIZATION"))

    assert (answer.result, answer.amount, answer.actions) == (
        "AUTHORIZATION_SUCCESS",
        Decimal("18.40"),
        ("CHARGE", "CANCEL"),
    )


def test_giving_up_closes_the_page(service: StripeCheckout, answers: Stripe) -> None:
    answers.answers[READ] = shapes.session()
    answers.answers[SHUT] = shapes.session(status="expired", url=None)
    service.process(session(data={"stop": True}))
    assert [asked.path for asked in answers.asked if asked.method == "post"] == [SHUT.split()[1]]

    answers.answers[READ] = shapes.paid()
    assert service.process(session(data={"stop": True})).result == "CHARGE_SUCCESS"


def test_a_page_paid_just_before_it_was_closed_is_paid(service: StripeCheckout, answers: Stripe) -> None:
    answers.answers[SHUT] = (400, shapes.problem("invalid_request_error"))
    pages = iter([shapes.session(), shapes.paid()])

    class Moving(dict[str, object]):
        def __getitem__(self, name: str) -> object:
            return next(pages) if name == READ else super().__getitem__(name)

    answers.answers = Moving(answers.answers)  # type: ignore[assignment]  # answers that change

    assert service.process(session(data={"stop": True})).result == "CHARGE_SUCCESS"


AWAY = [
    NOBODY_THERE,
    (500, shapes.problem("api_error")),
    (429, shapes.problem("rate_limit_error", "rate_limit")),
]


@pytest.mark.parametrize("answer", AWAY, ids=["connection", "500", "429"])
def test_an_unavailable_stripe_is_no_refusal_once_the_page_is_open(
    service: StripeCheckout, answers: Stripe, answer: object
) -> None:
    answers.answers = {OPEN: answer, READ: answer}  # type: ignore[dict-item]  # each is one of the kinds

    with pytest.raises(ProviderUnavailable):
        service.initialize(session())
    waiting = service.process(session())

    assert (waiting.result, waiting.psp_reference, waiting.data) == ("CHARGE_ACTION_REQUIRED", SESSION_ID, None)


def test_a_refusal_by_stripe_is_a_failure_that_quotes_nothing(
    service: StripeCheckout, answers: Stripe, caplog: pytest.LogCaptureFixture
) -> None:
    answers.answers[OPEN] = (401, shapes.problem("invalid_request_error", message="Invalid API Key: sk_test_made_up"))

    answer = service.initialize(session())

    assert (answer.result, answer.message) == ("CHARGE_FAILURE", "AuthenticationError")
    assert "stripe does not accept STRIPE_SECRET_KEY" in caplog.text
    assert "sk_test" not in caplog.text


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_payment_that_stripe_does_not_show_is_not_called_unpaid(
    service: StripeCheckout, answers: Stripe, status: int
) -> None:
    """Another key was configured, for instance: the money may have been taken with the one before."""
    answers.answers[READ] = (status, shapes.problem("invalid_request_error", "resource_missing"))

    assert service.process(session()).result == "CHARGE_ACTION_REQUIRED"


def test_a_partial_charge_releases_the_rest(service: StripeCheckout, answers: Stripe) -> None:
    answers.answers[f"POST /v1/payment_intents/{INTENT_ID}/capture"] = shapes.intent(amount_received=1000)

    answer = service.perform_action(request("CHARGE", "10", authorized="18.40"))

    assert answers.asked[0].fields == {"amount_to_capture": "1000"}
    assert (answer.result, answer.psp_reference, answer.actions) == ("CHARGE_SUCCESS", INTENT_ID, ("REFUND",))


@pytest.mark.parametrize(
    ("status", "result"),
    [("succeeded", "REFUND_SUCCESS"), ("pending", None), ("requires_action", None), ("failed", "REFUND_FAILURE")],
)
def test_a_refund_is_answered_once_it_is_decided(
    service: StripeCheckout, answers: Stripe, status: str, result: str | None
) -> None:
    answers.answers["POST /v1/refunds"] = shapes.refund(status=status)

    answer = service.perform_action(request("REFUND", "5.25", charged="18.40"))

    assert answers.asked[0].fields == {"payment_intent": INTENT_ID, "amount": "525"}
    assert (answer.result, answer.psp_reference) == (result, REFUND_ID)


def test_a_request_sent_again_has_the_same_key_and_a_second_one_another(
    service: StripeCheckout, answers: Stripe
) -> None:
    answers.answers["POST /v1/refunds"] = shapes.refund()

    for event in ("RTox", "RTox", "RToy"):
        service.perform_action(request("REFUND", "5.25", charged="18.40", event=event))

    first, again, second = answers.keys()
    assert first == again != second


def test_a_cancellation_is_never_partial(service: StripeCheckout, answers: Stripe) -> None:
    answers.answers[f"POST /v1/payment_intents/{INTENT_ID}/cancel"] = shapes.intent(status="canceled")

    part = service.perform_action(request("CANCEL", "5", authorized="18.40"))
    whole = service.perform_action(request("CANCEL", "18.40", authorized="18.40"))

    assert part.result == "CANCEL_FAILURE"
    assert (whole.result, whole.actions) == ("CANCEL_SUCCESS", ())
    assert len(answers.asked) == 1


def test_a_refused_refund_is_a_failure_and_an_unanswered_one_is_retried(
    service: StripeCheckout, answers: Stripe
) -> None:
    answers.answers["POST /v1/refunds"] = (400, shapes.problem("invalid_request_error", "charge_already_refunded"))
    refused = service.perform_action(request("REFUND", "5.25", charged="18.40"))
    answers.answers["POST /v1/refunds"] = (500, shapes.problem("api_error"))

    assert (refused.result, refused.message) == (
        "REFUND_FAILURE",
        "InvalidRequestError charge_already_refunded",
    )
    with pytest.raises(ProviderUnavailable):
        service.perform_action(request("REFUND", "5.25", charged="18.40"))


class Saleor:
    """Records the reports to Saleor."""

    def __init__(self, problems: list[Mapping[str, str]] | None = None) -> None:
        self.told: list[Mapping[str, object]] = []
        self.transport = StubTransport({"TransactionEventReport": self._hear})
        self._problems = problems or []

    def _hear(self, variables: Mapping[str, object]) -> object:
        self.told.append(variables)
        return {"alreadyProcessed": False, "errors": self._problems}

    @property
    def short(self) -> list[tuple[object, ...]]:
        return [(told["id"], told["type"], told["pspReference"], told["amount"]) for told in self.told]


def posted(kind: str, about: shapes.Shape, *, signature: str | None = None) -> int:
    body = shapes.event(kind, about)
    header = shapes.signature(body) if signature is None else signature
    answer = Client().post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": header})
    return answer.status_code


@pytest.mark.parametrize(
    ("event", "page", "told"),
    [
        ("completed", shapes.paid(), ("CHARGE_SUCCESS", INTENT_ID, 18.4)),
        ("async_payment_succeeded", shapes.paid(), ("CHARGE_SUCCESS", INTENT_ID, 18.4)),
        ("async_payment_failed", shapes.paid(status="requires_payment_method"), ("CHARGE_FAILURE", INTENT_ID, 18.4)),
        ("expired", shapes.session(status="expired"), ("CHARGE_FAILURE", SESSION_ID, 18.4)),
    ],
)
def test_an_event_about_a_page_is_read_again_and_reported_to_saleor(
    answers: Stripe, event: str, page: shapes.Shape, told: tuple[object, ...]
) -> None:
    saleor = Saleor()
    answers.answers[READ] = page

    with api.override_transport(saleor.transport):
        status = posted(f"checkout.session.{event}", shapes.session())

    assert status == 200
    assert saleor.short == [(TRANSACTION_ID, *told)]


def test_an_undecided_page_is_not_reported(answers: Stripe) -> None:
    saleor = Saleor()
    answers.answers[READ] = shapes.paid(status="processing")

    with api.override_transport(saleor.transport):
        assert posted("checkout.session.completed", shapes.session()) == 200

    assert not saleor.told


def test_a_capture_at_stripe_is_reported_with_what_it_released(answers: Stripe) -> None:
    saleor = Saleor()
    ours = {**shapes.OURS, "saleor_action": "AUTHORIZATION"}
    answers.answers[INTENT] = shapes.intent(amount_received=1000, metadata=ours)

    with api.override_transport(saleor.transport):
        posted("payment_intent.succeeded", shapes.intent())

    assert saleor.short == [
        (TRANSACTION_ID, "CHARGE_SUCCESS", INTENT_ID, 10.0),
        (TRANSACTION_ID, "CANCEL_SUCCESS", INTENT_ID, 8.4),
    ]


@pytest.mark.parametrize(
    ("status", "told"), [("succeeded", ["REFUND_SUCCESS"]), ("failed", ["REFUND_FAILURE"]), ("pending", [])]
)
def test_a_refund_decided_later_or_made_at_stripe_is_reported(answers: Stripe, status: str, told: list[str]) -> None:
    saleor = Saleor()
    answers.answers[f"GET /v1/refunds/{REFUND_ID}"] = shapes.refund(status=status)
    answers.answers[INTENT] = shapes.intent()

    with api.override_transport(saleor.transport):
        assert posted("refund.updated", shapes.refund()) == 200

    assert saleor.short == [(TRANSACTION_ID, kind, REFUND_ID, 5.25) for kind in told]


@pytest.mark.parametrize("event", ["customer.created", "payment_intent.created", "charge.succeeded"])
def test_other_events_are_ignored(answers: Stripe, event: str) -> None:
    assert posted(event, shapes.intent()) == 200
    assert not answers.asked


def test_only_events_signed_by_stripe_are_taken(answers: Stripe) -> None:
    body = shapes.event("checkout.session.completed", shapes.session())

    for signature in ("", "nonsense", shapes.signature(b"another"), shapes.signature(body, secret="whsec_other")):
        assert posted("checkout.session.completed", shapes.session(), signature=signature) == 400
    old = shapes.signature(body, at=1_000_000_000)
    assert posted("checkout.session.completed", shapes.session(), signature=old) == 400
    assert not answers.asked


def test_a_body_that_is_too_large_is_not_read(answers: Stripe, settings: Settings) -> None:
    settings.WEBHOOK_MAX_BYTES = 10

    assert posted("checkout.session.completed", shapes.session()) == 413


def test_stripe_sends_again_while_it_or_saleor_is_unavailable(answers: Stripe) -> None:
    answers.answers[READ] = shapes.paid()
    with api.override_transport(Unreachable()):
        assert posted("checkout.session.completed", shapes.session()) == 503

    answers.answers[READ] = NOBODY_THERE
    assert posted("checkout.session.completed", shapes.session()) == 503


def test_an_event_about_a_payment_unknown_to_saleor_is_not_sent_again(answers: Stripe) -> None:
    answers.answers[READ] = shapes.paid()
    unknown = Saleor([{"field": "id", "code": "NOT_FOUND", "message": "Couldn't resolve to a node"}])

    with api.override_transport(unknown.transport):
        assert posted("checkout.session.completed", shapes.session()) == 200


@pytest.mark.django_db
def test_without_keys_there_is_no_stripe(settings: Settings, client: Client) -> None:
    settings.STRIPE_SECRET_KEY = settings.STRIPE_WEBHOOK_SECRET = ""

    assert client.get("/saleor/payments/stripe/manifest.json").status_code == 404
    assert client.post(HOOK, b"{}", content_type="application/json").status_code == 404


@pytest.mark.usefixtures("answers")
def test_with_keys_it_is_an_app_of_its_own(client: Client) -> None:
    manifest = client.get("/saleor/payments/stripe/manifest.json").json()

    assert (manifest["id"], manifest["permissions"]) == ("gradual.stripe", ["HANDLE_PAYMENTS"])
    assert len(manifest["webhooks"]) == 6


@pytest.fixture
def shopper_at_stripe(answers: Stripe, settings: Settings, db: None, commits: None) -> Payer:
    """A shopper on the payment page, with Stripe as the provider."""
    settings.PAYMENT_GATEWAYS = parse_gateways("gradual.stripe", languages=["en-gb"])
    answers.answers[OPEN] = shapes.session()
    shopper = Payer()
    shopper.reach_payment()
    return shopper


def presses(shopper: Payer) -> str:
    """Press the button that pays, and return where the page between the shop and Stripe leads."""
    page = shopper.get("/checkout/payment/")
    seen = page.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    pressed = shopper.post("/checkout/payment/", {"gateway": "gradual.stripe", "seen": seen})
    return redirect_page_url(shopper.client.get(pressed["Location"]))


def as_paid(answers: Stripe) -> shapes.Shape:
    """The session that Stripe was asked for, paid in full."""
    (opened,) = [asked for asked in answers.asked if asked.path == "/v1/checkout/sessions"]
    amount = int(opened.fields["line_items[0][price_data][unit_amount]"])
    ours = {**shapes.OURS, "saleor_transaction": opened.fields["metadata[saleor_transaction]"]}
    return {**shapes.paid(amount=amount, amount_received=amount, metadata=ours), "metadata": ours}


def test_a_shopper_pays_at_stripe_and_comes_back_to_one_order(shopper_at_stripe: Payer, answers: Stripe) -> None:
    address = presses(shopper_at_stripe)
    answers.answers[READ] = as_paid(answers)

    page = shopper_at_stripe.get(f"/checkout/payment/{only_attempt().uuid}/")

    assert address == PAGE
    assert "Your order is placed" in page_text(page)
    assert order_count() == 1


def test_a_tab_closed_at_stripe_becomes_an_order_by_the_webhook(shopper_at_stripe: Payer, answers: Stripe) -> None:
    presses(shopper_at_stripe)
    answers.answers[READ] = as_paid(answers)

    assert posted("checkout.session.completed", shapes.session()) == 200
    assert posted("checkout.session.completed", shapes.session()) == 200

    assert (only_attempt().state, order_count()) == ("ordered", 1)


def test_a_shopper_who_returns_unpaid_reads_that(shopper_at_stripe: Payer, answers: Stripe) -> None:
    presses(shopper_at_stripe)
    answers.answers[READ] = shapes.session()

    page = shopper_at_stripe.get(f"/checkout/payment/{only_attempt().uuid}/")

    assert "You have not paid yet" in page_text(page)


def test_a_charge_that_makes_no_order_is_refunded_at_stripe_once(shopper_at_stripe: Payer, answers: Stripe) -> None:
    presses(shopper_at_stripe)
    page = as_paid(answers)
    minor = page["payment_intent"]["amount"]
    answers.answers[READ] = page
    answers.answers["POST /v1/refunds"] = shapes.refund(amount=minor)
    answers.answers[f"GET /v1/refunds/{REFUND_ID}"] = shapes.refund(amount=minor)
    answers.answers[INTENT] = page["payment_intent"]
    sandbox.Variant.objects.update(stock=0)

    shopper_at_stripe.get(f"/checkout/payment/{only_attempt().uuid}/")
    posted("refund.updated", shapes.refund())

    payment = sandbox.Transaction.objects.get()
    assert order_count() == 0
    assert (payment.charged_amount, payment.refunded_amount) == (Decimal(0), to_major(minor, "GBP"))
    assert [asked.fields["amount"] for asked in answers.asked if asked.path == "/v1/refunds"] == [str(minor)]


def test_a_report_carries_the_token_of_its_app(answers: Stripe) -> None:
    """The report goes with the app's own token, and nothing of the shopper."""
    sent: list[httpx2.Request] = []
    answers.answers[READ] = shapes.paid()

    def hear(asked: httpx2.Request) -> httpx2.Response:
        sent.append(asked)
        return httpx2.Response(200, json={"data": {"field": {"alreadyProcessed": True, "errors": []}}})

    with api.override_transport(httpx2.MockTransport(hear)):
        posted("checkout.session.completed", shapes.session())

    assert sent[0].headers["Authorization"].startswith("Bearer ")
