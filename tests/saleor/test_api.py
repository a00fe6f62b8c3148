"""The API client: what is retried and what never is, time limits, and which error is raised."""

import gzip
import json
from collections.abc import Callable
from decimal import Decimal

import httpx2
import pytest

from storefront.saleor import accounts, checkouts, payments, products
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client import api, errors
from storefront.saleor.client.api import Credentials
from tests.saleor.recorded_responses import CHANNEL, answering, failing, through

Handler = Callable[[httpx2.Request], httpx2.Response]
REFUSED_CONNECTION = httpx2.ConnectError("refused")
LOST = [
    httpx2.ReadTimeout("slow"),
    httpx2.ReadError("reset"),
    httpx2.WriteError("broken pipe"),
    httpx2.RemoteProtocolError("cut"),
    httpx2.Response(500, text="oops"),
    httpx2.Response(502, text="<html>"),
    httpx2.Response(503),
    httpx2.Response(429),
    httpx2.Response(200, text="not json"),
    httpx2.Response(200, content=b'{"data": {"chan'),
    httpx2.Response(200, content=b"\xff\xfe"),
    httpx2.Response(200, json=[]),
    httpx2.Response(200, json={}),
    httpx2.Response(400, json={"data": {}}),
    failing("OperationalError"),
    httpx2.Response(200, text=""),
]


@pytest.mark.parametrize("trouble", [REFUSED_CONNECTION, *LOST], ids=repr)
def test_a_query_is_asked_once_more(trouble: httpx2.Response | Exception) -> None:
    saleor, door = through(trouble, answering(channel=CHANNEL))

    with door:
        channel = checkouts.channel("uk")

    assert channel is not None
    assert len(saleor.requests) == 2


@pytest.mark.parametrize("trouble", [REFUSED_CONNECTION, *LOST], ids=repr)
def test_a_query_that_fails_twice_is_unavailable(trouble: httpx2.Response | Exception) -> None:
    saleor, door = through(trouble)

    with door, pytest.raises(errors.Unavailable) as caught:
        checkouts.channel("uk")

    assert caught.type is errors.Unavailable
    assert len(saleor.requests) == 2


@pytest.mark.parametrize("trouble", LOST, ids=repr)
def test_a_command_is_never_asked_again_and_may_have_happened(trouble: httpx2.Response | Exception) -> None:
    saleor, door = through(trouble)

    with door, pytest.raises(errors.ResponseLost):
        checkouts.set_email("checkout", email="robin@example.com")

    assert len(saleor.requests) == 1


@pytest.mark.parametrize(
    "trouble", [REFUSED_CONNECTION, httpx2.ConnectTimeout("slow"), httpx2.PoolTimeout("busy")], ids=repr
)
def test_a_command_that_never_left_has_not_happened(trouble: Exception) -> None:
    saleor, door = through(trouble)

    with door, pytest.raises(errors.Unavailable) as caught:
        checkouts.set_email("checkout", email="robin@example.com")

    assert caught.type is errors.Unavailable
    assert len(saleor.requests) == 1


@pytest.mark.parametrize("code", ["PermissionDenied", "GraphQLError", "ExpiredSignatureError"])
def test_what_would_be_refused_again_is_not_asked_again(code: str) -> None:
    saleor, door = through(failing(code))

    with door, pytest.raises(errors.SaleorError):
        checkouts.channel("uk")

    assert len(saleor.requests) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (failing("PermissionDenied"), errors.NotAllowed),
        (failing("ExpiredSignatureError"), errors.TokenExpired),
        (failing("InvalidTokenError"), errors.TokenExpired),
        (failing("GraphQLError"), errors.BadRequest),
        (failing("GraphQLError", status=400), errors.BadRequest),
        (failing("QueryCostError", status=400), errors.BadRequest),
        (httpx2.Response(400, json={"errors": [{"message": "Syntax error"}]}), errors.BadRequest),
        (httpx2.Response(400, json={"errors": [{"message": "?", "extensions": None}]}), errors.BadRequest),
        (
            httpx2.Response(401, json={"errors": [{"extensions": {"code": "STOREFRONT_TRAFFIC_NOT_ALLOWED"}}]}),
            errors.NotAllowed,
        ),
        (httpx2.Response(401, text="<html>who are you</html>"), errors.NotAllowed),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else value.text[:60],
)
def test_each_answer_has_its_error(answer: httpx2.Response, error: type[errors.SaleorError]) -> None:
    _, door = through(answer)

    with door:
        with pytest.raises(error) as asked:
            checkouts.channel("uk")
        with pytest.raises(error) as commanded:
            checkouts.set_email("checkout", email="robin@example.com")

    assert asked.type is commanded.type is error


def test_a_refusal_carries_every_reason() -> None:
    problems = [
        {"field": "quantity", "code": "INSUFFICIENT_STOCK", "message": "Only 2 left.", "variants": ["V"]},
        {"field": None, "code": "A_CODE_OF_TOMORROW", "message": None, "addressType": "SHIPPING", "lines": ["L"]},
    ]
    _, door = through(answering(checkoutLinesUpdate={"checkout": None, "errors": problems}))

    with door, pytest.raises(errors.MutationError) as caught:
        checkouts.set_lines("checkout", lines=[LineQuantity(variant_id="V", quantity=9)])

    assert caught.value.problems == (
        errors.MutationProblem(field="quantity", code="INSUFFICIENT_STOCK", message="Only 2 left.", variants=("V",)),
        errors.MutationProblem(
            field=None, code="A_CODE_OF_TOMORROW", message="", lines=("L",), address_type="SHIPPING"
        ),
    )
    assert caught.value.codes == {"INSUFFICIENT_STOCK", "A_CODE_OF_TOMORROW"}


def test_a_command_without_its_object_and_without_a_reason_may_have_happened() -> None:
    _, door = through(answering(checkoutEmailUpdate={"checkout": None, "errors": []}))

    with door, pytest.raises(errors.ResponseLost):
        checkouts.set_email("checkout", email="robin@example.com")


def test_an_answer_that_is_null_is_none() -> None:
    _, door = through(answering(checkout=None))

    with door:
        assert checkouts.get("checkout") is None


def test_an_answer_too_big_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MAX_ANSWER_BYTES", 1000)
    _, door = through(answering(channel=CHANNEL | {"padding": "x" * 2000}))

    with door:
        with pytest.raises(errors.Unavailable):
            checkouts.channel("uk")
        with pytest.raises(errors.ResponseLost):
            checkouts.set_email("checkout", email="robin@example.com")


def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(json.dumps({"data": {"channel": CHANNEL}}).encode())
    asked = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers["Accept-Encoding"])
        return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, content=packed)

    with api.override_transport(httpx2.MockTransport(handle)):
        channel = checkouts.channel("uk")

    assert channel is not None
    assert channel.slug == "uk"
    assert asked == ["gzip"]


def test_an_answer_that_does_not_unpack_is_lost() -> None:
    def handle(_: httpx2.Request) -> httpx2.Response:
        stream = httpx2.ByteStream(b"not packed at all")
        return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    with api.override_transport(httpx2.MockTransport(handle)), pytest.raises(errors.ResponseLost):
        checkouts.set_email("checkout", email="robin@example.com")


def test_money_is_sent_and_read_to_the_last_digit() -> None:
    saleor, door = through(
        answering(transactionInitialize={"transaction": None, "transactionEvent": None, "errors": []})
    )

    with door:
        payments.initialize("checkout", gateway_id="g", amount=Decimal("10.10"), idempotency_key="k")

    assert b'"amount":10.10' in saleor.requests[0].content


def test_the_shoppers_token_and_address_are_passed_on() -> None:
    saleor, door = through(answering(me=None))

    with door:
        accounts.me(caller=Credentials(token="secret-token", address="2001:db8::7"))
        checkouts.get("checkout")

    signed_in, anonymous = saleor.requests[0], saleor.requests[1]
    assert signed_in.headers["Authorization"] == "Bearer secret-token"
    assert signed_in.headers["X-Forwarded-For"] == "2001:db8::7"
    assert "Authorization" not in anonymous.headers
    assert "X-Forwarded-For" not in anonymous.headers


def test_empty_fields_of_an_address_are_not_sent() -> None:
    saleor, door = through(failing("GraphQLError"))

    with door, pytest.raises(errors.BadRequest):
        checkouts.set_billing_address("checkout", address=checkouts.AddressInput(country="GB", city="London"))

    assert json.loads(saleor.requests[0].content)["variables"]["address"] == {"country": "GB", "city": "London"}


def test_pages_are_asked_for_until_there_are_no_more() -> None:
    def page(cursor: str | None, more: bool) -> httpx2.Response:
        return answering(categories={"edges": [], "pageInfo": {"hasNextPage": more, "endCursor": cursor}})

    saleor, door = through(page("one", True), page("two", True), page(None, False))

    with door:
        assert list(products.categories()) == []

    assert [json.loads(request.content)["variables"]["after"] for request in saleor.requests] == [None, "one", "two"]


def test_a_cursor_that_does_not_move_ends_the_pages() -> None:
    stuck = answering(categories={"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": None}})
    saleor, door = through(stuck)

    with door:
        assert list(products.categories()) == []

    assert len(saleor.requests) == 1
