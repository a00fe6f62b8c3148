"""Sending stored emails: once, with retries, with an end, and without leaking what they contain."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta

import msgspec
import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from kombu.exceptions import OperationalError

from storefront.emails import outbox, sending, tasks
from storefront.emails.models import Email, EmailKind, EmailPayload
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.webhooks import CONFIRM_ACCOUNT
from storefront.saleor import orders
from storefront.saleor.types import Order

pytestmark = pytest.mark.django_db
PAYLOAD = EmailPayload(to="sam@example.com", link="https://shop.example/account/confirm/?email=sam&token=secret")
ATTEMPTS = sending.BACKOFF.max_attempts or 0


class FailingBackend(EmailBackend):
    """A mail server that is unavailable."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Fail."""
        raise smtplib.SMTPServerDisconnected


class OvertakenBackend(EmailBackend):
    """A mail server that hangs until another worker has sent the email, and then disconnects."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Fail after the other worker's success."""
        Email.objects.get().finish(state=Email.State.SENT, **Email.EMPTY_PAYLOAD)
        raise smtplib.SMTPServerDisconnected


def stored(kind: EmailKind = CONFIRM_ACCOUNT, payload: EmailPayload = PAYLOAD) -> Email:
    """A stored email."""
    email = outbox.enqueue(kind, payload, language="en-gb", dedupe_key="1")
    assert email is not None
    return email


def test_an_email_has_a_text_and_an_html_part_and_keeps_robots_from_answering(order: Order) -> None:
    sending.send(stored(ORDER_PLACED, EmailPayload(order_id=order.id)).pk)

    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    ((html, mime_type),) = message.alternatives
    assert message.to == [order.user_email]
    assert message.subject == f"Your order {order.number} is placed"
    assert str(message.body).startswith(message.subject)
    assert mime_type == "text/html"
    assert message.subject in str(html)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.database
def test_an_email_is_sent_once_however_often_its_task_runs() -> None:
    email = stored()

    for _ in range(3):
        tasks.send_email(email.pk)

    assert len(mail.outbox) == 1


def test_while_the_mail_server_is_unavailable_attempts_become_less_frequent(settings: LazySettings) -> None:
    email, backend = stored(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.emails.test_sending.FailingBackend"
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            tasks.send_due_emails()
            email.refresh_from_db()
            assert email.next_attempt_at
            waits.append(email.next_attempt_at - timezone.now())
            clock.move_to(email.next_attempt_at)
        settings.EMAIL_BACKEND = backend
        tasks.send_due_emails()

    email.refresh_from_db()
    assert email.state == Email.State.SENT
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=20)
    assert len(mail.outbox) == 1


def test_an_email_whose_worker_died_is_sent_when_the_lease_ends() -> None:
    # given
    email = stored()
    assert Email.objects.claim(email.pk, lease=sending.LEASE)
    assert tasks.send_due_emails() == 0
    # when
    with time_machine.travel(timezone.now() + sending.LEASE + timedelta(seconds=1)):
        tasks.send_due_emails()
    # then
    email.refresh_from_db()
    assert email.state == Email.State.SENT


def test_after_the_last_attempt_an_email_is_given_up_and_emptied(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "tests.emails.test_sending.FailingBackend"
    email = stored()
    Email.objects.update(attempts=ATTEMPTS - 1)

    sending.send(email.pk)

    email.refresh_from_db()
    assert (email.state, email.encrypted_payload, email.recipient_hash) == (Email.State.GIVEN_UP, "", "")
    assert "sam@" not in caplog.text
    assert "given-up" in caplog.text


def test_an_email_encrypted_with_a_lost_key_is_given_up() -> None:
    email = stored()
    Email.objects.update(encrypted_payload="gAAAAA-nobody-can-decrypt-this")

    sending.send(email.pk)

    email.refresh_from_db()
    assert email.state == Email.State.GIVEN_UP
    assert mail.outbox == []


def test_an_address_with_a_line_break_gets_nothing_and_ends_its_email() -> None:
    email = stored(payload=EmailPayload(to="sam@example.com\r\nBcc: all@example.com"))

    sending.send(email.pk)

    email.refresh_from_db()
    assert email.state == Email.State.GIVEN_UP
    assert mail.outbox == []


def test_an_email_that_always_kills_its_worker_is_given_up() -> None:
    email = stored()
    Email.objects.update(attempts=ATTEMPTS)

    sending.send(email.pk)

    email.refresh_from_db()
    assert email.state == Email.State.GIVEN_UP


def test_a_slow_worker_does_not_undo_what_another_one_did(settings: LazySettings) -> None:
    email = stored()
    settings.EMAIL_BACKEND = "tests.emails.test_sending.OvertakenBackend"
    Email.objects.update(attempts=ATTEMPTS - 1)

    sending.send(email.pk)

    email.refresh_from_db()
    assert email.state == Email.State.SENT


def test_a_line_break_in_an_order_number_adds_no_header(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = msgspec.structs.replace(order, number="21\r\nBcc: all@example.com")
    monkeypatch.setattr(orders, "get", lambda _: hostile)

    sending.send(stored(ORDER_PLACED, EmailPayload(order_id=order.id)).pk)

    (message,) = mail.outbox
    assert "Bcc" not in message.message()


def test_while_the_broker_is_unavailable_an_email_waits_for_the_periodic_task(
    commits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(**_: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(tasks.send_email, "apply_async", unavailable)
        stored()
    assert mail.outbox == []

    tasks.send_due_emails()

    assert len(mail.outbox) == 1


def test_rows_of_sent_emails_are_deleted_after_thirty_days() -> None:
    sending.send(stored().pk)

    with time_machine.travel(timezone.now() + sending.KEEP_SENT_FOR + timedelta(days=1)):
        tasks.send_due_emails()

    assert not Email.objects.exists()
