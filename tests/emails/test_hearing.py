"""What Saleor tells of accounts and orders becomes letters, each once."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from graphql import build_schema, parse, validate

from storefront.emails import tasks, webhooks
from storefront.emails.models import Email
from storefront.saleor.app.manifest import ACCOUNT_EVENTS, ORDER_EVENTS
from storefront.saleor.types import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
NOTHING: Mapping[str, object] = {}
SUBSCRIPTIONS = Path("storefront/saleor/app/subscriptions")
LINK = "https://shop.example/confirm/?a=1&email=sam%40example.com&token=a-token"
SCHEMA = Path("../shared/saleor/schema-3.23.graphql")


def account(kind: str, **more: object) -> bytes:
    """As Saleor 3.23 writes it: the token, and the address where the page needs it, stand in `redirectUrl` already."""
    told = {"user": {"id": "VXNlcjox", "email": "sam@example.com"}, "channel": {"slug": "uk"}, "token": "a-token"}
    return json.dumps({"__typename": kind, "redirectUrl": LINK, **told, **more}).encode()


def email_changed(to: str) -> bytes:
    """Saleor's whole event: the customer, by then with the new address, and nothing of the old one."""
    return json.dumps({"__typename": "AccountEmailChanged", "user": {"id": "VXNlcjox", "email": to}}).encode()


def news(kind: str, order_id: str, more: Mapping[str, object] = NOTHING, *, refunded: float = 0) -> bytes:
    told = {"id": order_id, "channel": {"slug": "uk"}, "totalRefunded": {"amount": refunded, "currency": "GBP"}}
    return json.dumps({"__typename": kind, "order": {**told, "lines": []}, **more}).encode()


def parcel(tracking: str, status: str = "FULFILLED", *, notify: bool | None = True) -> dict[str, object]:
    told: dict[str, object] = {"fulfillment": {"id": "parcel", "status": status, "trackingNumber": tracking}}
    return told if notify is None else {**told, "notifyCustomer": notify}


@pytest.mark.parametrize(
    "kind", ["AccountConfirmationRequested", "AccountSetPasswordRequested", "AccountDeleteRequested"]
)
def test_a_link_is_written_to_whose_account_it_is(kind: str) -> None:
    webhooks.handle_account_event("any", account(kind))
    webhooks.handle_account_event("any", account(kind))

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert LINK in str(message.body)
    assert str(message.body).count("token=") == 1


def test_an_account_event_without_a_link_writes_nothing() -> None:
    webhooks.handle_account_event("any", account("AccountConfirmationRequested", redirectUrl=None))

    assert not Email.objects.exists()


@pytest.mark.database
def test_a_new_address_is_asked_and_the_old_one_is_told_once_it_has_changed() -> None:
    asked = account("AccountChangeEmailRequested", newEmail="New@example.com")
    webhooks.handle_account_event("any", asked)
    webhooks.handle_account_event("any", asked)
    assert [message.to for message in mail.outbox] == [["New@example.com"]]

    webhooks.handle_account_event("any", email_changed("new@example.com"))
    webhooks.handle_account_event("any", email_changed("new@example.com"))

    assert [message.to for message in mail.outbox[1:]] == [["sam@example.com"]]
    assert "token=" not in str(mail.outbox[1].body)
    assert "new@" not in str(mail.outbox[1].body).lower()


def test_a_change_of_address_that_nobody_confirms_is_told_to_nobody_and_forgotten() -> None:
    webhooks.handle_account_event("any", account("AccountChangeEmailRequested", newEmail="new@example.com"))
    webhooks.handle_account_event("any", email_changed("another@example.com"))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        tasks.send_due_emails()

    assert len(mail.outbox) == 1
    assert not Email.objects.filter(kind="email-changed").exists()


def test_an_address_may_change_there_and_back_and_there_again() -> None:
    for token in ("1", "2"):
        webhooks.handle_account_event(
            "any", account("AccountChangeEmailRequested", newEmail="new@example.com", token=token)
        )
        webhooks.handle_account_event("any", email_changed("new@example.com"))

    assert [message.to for message in mail.outbox] == [["new@example.com"], ["sam@example.com"]] * 2


def test_an_order_is_written_of_when_it_is_placed_sent_refunded_and_cancelled(order: Order) -> None:
    Email.objects.all().delete()
    mail.outbox.clear()
    for _ in range(2):
        webhooks.handle_order_event("any", news("OrderCreated", order.id))
        # Saleor tells of a number before and of a parcel twice: created, and approved
        webhooks.handle_order_event(
            "any", news("FulfillmentTrackingNumberUpdated", order.id, parcel("AB 1", notify=None))
        )
        webhooks.handle_order_event("any", news("FulfillmentCreated", order.id, parcel("AB 1")))
        webhooks.handle_order_event("any", news("FulfillmentApproved", order.id, parcel("AB 1")))
        webhooks.handle_order_event("any", news("OrderRefunded", order.id, refunded=7.5))
        webhooks.handle_order_event("any", news("OrderFullyRefunded", order.id, refunded=7.5))
        webhooks.handle_order_event("any", news("OrderCancelled", order.id))

    assert len(mail.outbox) == 4
    assert {message.to[0] for message in mail.outbox} == {order.user_email}
    assert "AB 1" in str(mail.outbox[1].body)
    assert "£7.50" in str(mail.outbox[2].body)


def test_a_number_that_comes_later_is_a_letter_of_its_own_for_a_parcel_that_was_told_of(order: Order) -> None:
    mail.outbox.clear()
    webhooks.handle_order_event("any", news("FulfillmentCreated", order.id, parcel("")))
    for number in ("AB 1", "AB 1", "AB 2"):
        told = parcel(number, notify=None)
        webhooks.handle_order_event("any", news("FulfillmentTrackingNumberUpdated", order.id, told))

    assert len(mail.outbox) == 3
    assert "AB 1" in str(mail.outbox[1].body)
    assert "AB 2" in str(mail.outbox[2].body)


@pytest.mark.parametrize("told", [parcel("", "WAITING_FOR_APPROVAL"), parcel("AB 1", notify=False)])
def test_a_parcel_that_waits_or_is_not_to_be_told_of_is_not(order: Order, told: Mapping[str, object]) -> None:
    mail.outbox.clear()
    number_alone = {"fulfillment": told["fulfillment"]}
    webhooks.handle_order_event("any", news("FulfillmentTrackingNumberUpdated", order.id, number_alone))
    webhooks.handle_order_event("any", news("FulfillmentCreated", order.id, told))
    webhooks.handle_order_event("any", news("FulfillmentTrackingNumberUpdated", order.id, number_alone))

    assert mail.outbox == []


def test_an_event_that_no_letter_is_for_is_passed_over(order: Order) -> None:
    mail.outbox.clear()
    webhooks.handle_order_event("any", news("OrderUpdated", order.id))
    webhooks.handle_account_event("any", account("AccountConfirmed"))

    assert mail.outbox == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"__typename": 1}', b'{"__typename": "OrderCreated", "order": 3}']
)
def test_a_body_that_does_not_read_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        webhooks.handle_order_event("any", body)
    with pytest.raises(msgspec.DecodeError):
        webhooks.handle_account_event("any", body)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Saleor's whole schema is not beside the project")
@pytest.mark.parametrize("subject", ["accounts", "orders"])
def test_what_we_ask_to_be_told_is_in_saleors_schema(subject: str) -> None:
    schema = build_schema(SCHEMA.read_text(), assume_valid=True)

    assert validate(schema, parse((SUBSCRIPTIONS / f"{subject}.graphql").read_text())) == []
    events = schema.type_map["WebhookEventTypeAsyncEnum"].values  # type: ignore[attr-defined]
    assert set({"accounts": ACCOUNT_EVENTS, "orders": ORDER_EVENTS}[subject]) <= set(events)
