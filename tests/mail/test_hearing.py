"""What Saleor tells of accounts and orders becomes letters, each once."""

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from django.core import mail
from graphql import build_schema, parse, validate

from storefront.mail import hearing
from storefront.mail.models import Letter
from storefront.saleor.app import wanted
from storefront.saleor.types import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
NOTHING: Mapping[str, object] = {}
SUBSCRIPTIONS = Path("storefront/saleor/app/subscriptions")
SCHEMA = Path("../shared/saleor/schema-3.23.graphql")


def account(kind: str, **more: object) -> bytes:
    told = {"user": {"email": "sam@example.com"}, "channel": {"slug": "uk"}, "token": "a-token", **more}
    return json.dumps({"__typename": kind, "redirectUrl": "https://shop.example/confirm/?a=1", **told}).encode()


def news(kind: str, order_id: str, more: Mapping[str, object] = NOTHING, *, refunded: float = 0) -> bytes:
    told = {"id": order_id, "channel": {"slug": "uk"}, "totalRefunded": {"amount": refunded, "currency": "GBP"}}
    return json.dumps({"__typename": kind, "order": {**told, "lines": []}, **more}).encode()


def parcel(tracking: str, status: str = "FULFILLED") -> dict[str, object]:
    return {"fulfillment": {"id": "parcel", "status": status, "trackingNumber": tracking}, "notifyCustomer": True}


@pytest.mark.parametrize(
    "kind", ["AccountConfirmationRequested", "AccountSetPasswordRequested", "AccountDeleteRequested"]
)
def test_a_link_is_written_to_whose_account_it_is(kind: str) -> None:
    hearing.hear_account("any", account(kind))
    hearing.hear_account("any", account(kind))

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert "https://shop.example/confirm/?a=1&email=sam%40example.com&token=a-token" in message.body


def test_a_new_address_is_asked_and_the_old_one_is_told() -> None:
    hearing.hear_account("any", account("AccountChangeEmailRequested", newEmail="new@example.com"))
    hearing.hear_account("any", account("AccountEmailChanged", newEmail="new@example.com", token=None))

    assert [message.to for message in mail.outbox] == [["new@example.com"], ["sam@example.com"]]
    assert "token=" not in mail.outbox[1].body


def test_an_order_is_written_of_when_it_is_placed_sent_refunded_and_cancelled(order: Order) -> None:
    Letter.objects.all().delete()
    mail.outbox.clear()
    for _ in range(2):
        hearing.hear_order("any", news("OrderCreated", order.id))
        hearing.hear_order("any", news("FulfillmentCreated", order.id, parcel("AB 1")))
        hearing.hear_order("any", news("FulfillmentTrackingNumberUpdated", order.id, parcel("AB 1")))
        hearing.hear_order("any", news("OrderRefunded", order.id, refunded=7.5))
        hearing.hear_order("any", news("OrderFullyRefunded", order.id, refunded=7.5))
        hearing.hear_order("any", news("OrderCancelled", order.id))

    assert len(mail.outbox) == 4
    assert {message.to[0] for message in mail.outbox} == {order.user_email}
    assert "AB 1" in mail.outbox[1].body
    assert "£7.50" in mail.outbox[2].body


def test_a_parcel_that_waits_for_approval_or_is_not_to_be_told_of_is_not(order: Order) -> None:
    mail.outbox.clear()
    hearing.hear_order("any", news("FulfillmentCreated", order.id, parcel("", "WAITING_FOR_APPROVAL")))
    hearing.hear_order("any", news("FulfillmentCreated", order.id, {**parcel(""), "notifyCustomer": False}))

    assert mail.outbox == []


def test_an_event_that_no_letter_is_for_is_passed_over(order: Order) -> None:
    mail.outbox.clear()
    hearing.hear_order("any", news("OrderUpdated", order.id))
    hearing.hear_account("any", account("AccountConfirmed"))

    assert mail.outbox == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"__typename": 1}', b'{"__typename": "OrderCreated", "order": 3}']
)
def test_a_body_that_does_not_read_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        hearing.hear_order("any", body)
    with pytest.raises(msgspec.DecodeError):
        hearing.hear_account("any", body)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Saleor's whole schema is not beside the project")
@pytest.mark.parametrize("subject", ["accounts", "orders"])
def test_what_we_ask_to_be_told_is_in_saleors_schema(subject: str) -> None:
    schema = build_schema(SCHEMA.read_text(), assume_valid=True)

    assert validate(schema, parse((SUBSCRIPTIONS / f"{subject}.graphql").read_text())) == []
    events = schema.type_map["WebhookEventTypeAsyncEnum"].values  # type: ignore[attr-defined]
    assert set({"accounts": wanted.ACCOUNTS, "orders": wanted.ORDERS}[subject]) <= set(events)
