"""Saleor's account and order events become emails, each once."""

import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from graphql import build_schema, parse, validate

from storefront.emails import tasks, webhooks
from storefront.emails.models import Email
from storefront.emails.webhooks import EMAIL_CHANGED
from storefront.saleor.app.manifest import ACCOUNT_EVENTS, ORDER_EVENTS
from storefront.saleor.types import Order
from tests.sandbox import merchant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
NOTHING: Mapping[str, object] = {}
SUBSCRIPTIONS = Path("storefront/saleor/app/subscriptions")
LINK = "https://shop.example/confirm/?a=1&email=sam%40example.com&token=a-token"
SCHEMA = Path("../shared/saleor/schema-3.23.graphql")


def account_event(kind: str, **more: object) -> None:
    """Handle an event as Saleor 3.23 sends it: `redirectUrl` already holds the token, and the address if needed."""
    user = {"id": "VXNlcjox", "email": "sam@example.com"}
    event = {"user": user, "channel": {"slug": "uk"}, "token": "a-token", "redirectUrl": LINK}
    webhooks.handle_account_event("any", json.dumps({"__typename": kind, **event, **more}).encode())


def email_changed(to: str) -> None:
    """Handle Saleor's event of a changed address: it holds the new address and nothing of the old one."""
    event = {"__typename": "AccountEmailChanged", "user": {"id": "VXNlcjox", "email": to}}
    webhooks.handle_account_event("any", json.dumps(event).encode())


def order_payload(order_id: str, *, refunded: float = 0) -> dict[str, object]:
    """The order in an event."""
    total = {"amount": refunded, "currency": "GBP"}
    return {"id": order_id, "channel": {"slug": "uk"}, "totalRefunded": total, "lines": []}


def order_event(kind: str, order_id: str, more: Mapping[str, object] = NOTHING, *, refunded: float = 0) -> None:
    """Handle an order event as Saleor 3.23 sends it."""
    event = {"__typename": kind, "order": order_payload(order_id, refunded=refunded), **more}
    webhooks.handle_order_event("any", json.dumps(event).encode())


def parcel(
    tracking: str, status: str = "FULFILLED", *, notify: bool | None = True, parcel_id: str = "parcel"
) -> dict[str, object]:
    """The part of an order event that is about a parcel. `notify` None: an event without `notifyCustomer`."""
    fulfillment: dict[str, object] = {"fulfillment": {"id": parcel_id, "status": status, "trackingNumber": tracking}}
    return fulfillment if notify is None else {**fulfillment, "notifyCustomer": notify}


@pytest.mark.parametrize(
    "kind", ["AccountConfirmationRequested", "AccountSetPasswordRequested", "AccountDeleteRequested"]
)
def test_a_requested_link_is_sent_once_to_the_owner_of_the_account(kind: str) -> None:
    account_event(kind)
    account_event(kind)

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert LINK in str(message.body)
    assert str(message.body).count("token=") == 1


def test_an_account_event_without_a_link_sends_nothing() -> None:
    account_event("AccountConfirmationRequested", redirectUrl=None)

    assert not Email.objects.exists()


@pytest.mark.database
def test_a_new_address_gets_a_link_and_the_old_one_a_notice_after_the_change() -> None:
    account_event("AccountChangeEmailRequested", newEmail="New@example.com")
    account_event("AccountChangeEmailRequested", newEmail="New@example.com")
    assert [message.to for message in mail.outbox] == [["New@example.com"]]

    email_changed("new@example.com")
    email_changed("new@example.com")

    assert [message.to for message in mail.outbox[1:]] == [["sam@example.com"]]
    assert "token=" not in str(mail.outbox[1].body)
    assert "new@" not in str(mail.outbox[1].body).lower()


def test_the_old_address_gets_no_email_about_an_unconfirmed_change() -> None:
    account_event("AccountChangeEmailRequested", newEmail="new@example.com")
    email_changed("another@example.com")

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        tasks.send_due_emails()

    assert len(mail.outbox) == 1
    assert not Email.objects.filter(kind=EMAIL_CHANGED).exists()


def test_an_address_may_change_to_the_same_one_twice() -> None:
    for token in ("1", "2"):
        account_event("AccountChangeEmailRequested", newEmail="new@example.com", token=token)
        email_changed("new@example.com")

    assert [message.to for message in mail.outbox] == [["new@example.com"], ["sam@example.com"]] * 2


def test_an_order_has_one_email_each_when_it_is_placed_sent_refunded_and_cancelled(order: Order) -> None:
    Email.objects.all().delete()
    mail.outbox.clear()
    merchant.set_payment(order.number, charged=order.total.gross.amount, refunded=Decimal("7.50"))
    for _ in range(2):
        order_event("OrderCreated", order.id)
        # Saleor sends a tracking number before its parcel, and a parcel twice: when created and when approved.
        order_event("FulfillmentTrackingNumberUpdated", order.id, parcel("AB 1", notify=None))
        order_event("FulfillmentCreated", order.id, parcel("AB 1"))
        order_event("FulfillmentApproved", order.id, parcel("AB 1"))
        order_event("OrderRefunded", order.id, refunded=7.5)
        order_event("OrderFullyRefunded", order.id, refunded=7.5)
        order_event("OrderCancelled", order.id)

    assert len(mail.outbox) == 4
    assert {message.to[0] for message in mail.outbox} == {order.user_email}
    assert "AB 1" in str(mail.outbox[1].body)
    assert "£7.50" in str(mail.outbox[2].body)


def test_a_tracking_number_that_arrives_later_has_an_email_of_its_own(order: Order) -> None:
    mail.outbox.clear()
    order_event("FulfillmentCreated", order.id, parcel(""))
    for number in ("AB 1", "AB 1", "AB 2"):
        order_event("FulfillmentTrackingNumberUpdated", order.id, parcel(number, notify=None))

    assert len(mail.outbox) == 3
    assert "AB 1" in str(mail.outbox[1].body)
    assert "AB 2" in str(mail.outbox[2].body)


@pytest.mark.parametrize("waiting", [parcel("", "WAITING_FOR_APPROVAL"), parcel("AB 1", notify=False)])
def test_a_parcel_that_is_not_approved_or_not_to_be_announced_has_no_email(
    order: Order, waiting: Mapping[str, object]
) -> None:
    mail.outbox.clear()
    number_alone = {"fulfillment": waiting["fulfillment"]}
    order_event("FulfillmentTrackingNumberUpdated", order.id, number_alone)
    order_event("FulfillmentCreated", order.id, waiting)
    order_event("FulfillmentTrackingNumberUpdated", order.id, number_alone)

    assert mail.outbox == []


def test_other_events_send_nothing(order: Order) -> None:
    mail.outbox.clear()
    order_event("OrderUpdated", order.id)
    account_event("AccountConfirmed")

    assert mail.outbox == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"__typename": 1}', b'{"__typename": "OrderCreated", "order": 3}']
)
def test_an_unreadable_body_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        webhooks.handle_order_event("any", body)
    with pytest.raises(msgspec.DecodeError):
        webhooks.handle_account_event("any", body)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Saleor's whole schema is not beside the project")
@pytest.mark.parametrize("subject", ["accounts", "orders"])
def test_subscriptions_are_valid_against_saleors_schema(subject: str) -> None:
    schema = build_schema(SCHEMA.read_text(), assume_valid=True)

    assert validate(schema, parse((SUBSCRIPTIONS / f"{subject}.graphql").read_text())) == []
    events = schema.type_map["WebhookEventTypeAsyncEnum"].values  # type: ignore[attr-defined]
    assert set({"accounts": ACCOUNT_EVENTS, "orders": ORDER_EVENTS}[subject]) <= set(events)


def test_a_booked_return_is_confirmed_once_and_an_old_one_not_at_all(order: Order) -> None:
    mail.outbox.clear()
    now = timezone.now()
    back = [
        {"id": "new", "status": "RETURNED", "created": now.isoformat()},
        {"id": "old", "status": "RETURNED", "created": (now - timedelta(days=40)).isoformat()},
        {"id": "sent", "status": "FULFILLED", "created": now.isoformat()},
    ]
    for _ in range(2):
        event = {"__typename": "OrderUpdated", "order": {**order_payload(order.id), "fulfillments": back}}
        webhooks.handle_order_event("any", json.dumps(event).encode())

    (message,) = mail.outbox
    assert "has come back to us" in str(message.body)
    assert order.number in message.subject
