"""Letters: written down once, sent once, kept secret, and never lost."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser

import msgspec
import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from kombu.exceptions import OperationalError

from storefront.catalog.models import Product
from storefront.emails import order_summary, outbox, sending, tasks, wording
from storefront.emails.models import Email, EmailKind, EmailPayload
from storefront.saleor import orders
from storefront.saleor.types import Money, Order
from tests.checkout.till import Payer

pytestmark = pytest.mark.django_db
ATTEMPTS = sending.BACKOFF.max_attempts or 0
EVERYTHING = EmailPayload(
    to="sam@example.com",
    link="https://shop.example/account/confirm/?email=sam&token=secret",
    tracking_number="AB 1",
    amount=Money(amount=7, currency="GBP"),  # type: ignore[arg-type]
)


class Down(EmailBackend):
    """A mail server that has gone away."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Nothing."""
        raise smtplib.SMTPServerDisconnected


class Overtaken(EmailBackend):
    """A mail server that hangs until another sender has sent the letter, and then hangs up."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Nothing."""
        Email.objects.update(state=Email.State.SENT, next_attempt_at=None, leased_until=None, encrypted_payload="")
        raise smtplib.SMTPServerDisconnected


def posted(
    kind: EmailKind = EmailKind.CONFIRM_ACCOUNT, content: EmailPayload = EVERYTHING, *, once: str = "1"
) -> Email:
    letter = outbox.enqueue(kind, content, language="en-gb", dedupe_key=once)
    assert letter is not None
    return letter


def test_no_subject_and_no_preheader_says_what_was_bought_or_what_kind_of_shop_this_is(order: Order) -> None:
    names = [word.lower() for product in Product.objects.all() for word in product.title.split()]
    telling = {word for word in names if len(word) > 4} - {"first", "small"}
    for kind in EmailKind:
        said = wording.of(kind, EVERYTHING, order)
        outside = f"{said.subject} {said.preheader}".lower()
        assert not telling & set(outside.split()), kind
        assert not [word for word in ("lubric", "toy", "condom", "sex", "intim", "anal") if word in outside], kind
        assert "sam@example.com" not in outside


def test_every_letter_says_the_same_in_text_and_in_html_and_loads_nothing(order: Order) -> None:
    for kind in EmailKind:
        content = msgspec.structs.replace(EVERYTHING, order_id=order.id if kind.startswith("order-") else "")

        sending.send(posted(kind, content, once="all").pk)

        text, html = _parts(mail.outbox[-1])
        said = wording.of(kind, content, order if content.order_id else None)
        for part in (said.heading, *said.paragraphs, *said.after):
            assert part in text, kind
            assert part in _text(html), kind
        assert 'lang="en-gb"' in html
        assert not any(word in html for word in ("<img", "<link", "url(", "<script", "src="))


def test_an_order_is_set_out_as_a_table_with_headings_and_sums_that_add_up(order: Order) -> None:
    less = msgspec.structs.replace(order.total.gross, amount=order.total.gross.amount - Decimal("1.50"))
    with_a_card = msgspec.structs.replace(order, total=msgspec.structs.replace(order.total, gross=less))

    for one in (order, with_a_card):
        out = order_summary.of(one)
        shown = [line.total.amount for line in out.lines] + [row.sum.amount for row in out.rows]
        assert sum(shown) == out.total.amount

    sending.send(posted(EmailKind.ORDER_PLACED, EmailPayload(order_id=order.id)).pk)
    text, html = _parts(mail.outbox[0])
    assert html.count('scope="col"') == 3
    assert mail.outbox[0].to == [order.user_email]
    assert order.shipping_address
    for promised in (order.lines[0].product_name, order.shipping_address.street_address1, "What happens next"):
        assert promised in text
        assert promised in _text(html)


def test_a_payment_refused_later_leads_back_to_the_cart_of_its_market() -> None:
    shopper = Payer()
    shopper.at_payment()
    assert outbox.enqueue_payment_refused(shopper.checkout_id, language="en-us", dedupe_key="attempt")
    assert outbox.enqueue_payment_refused(shopper.checkout_id, language="en-us", dedupe_key="attempt") is None

    tasks.send_due_emails()

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert "/en-us/cart/" in str(message.body)


@pytest.mark.database
def test_one_event_told_twice_is_one_letter() -> None:
    posted(once="the same")

    assert outbox.enqueue(EmailKind.CONFIRM_ACCOUNT, EVERYTHING, language="en-gb", dedupe_key="the same") is None
    assert Email.objects.count() == 1


@pytest.mark.database
def test_a_letter_is_sent_once_however_often_it_is_asked_for() -> None:
    letter = posted()

    for _ in range(3):
        tasks.send_email(letter.pk)

    assert len(mail.outbox) == 1


def test_what_a_letter_holds_cannot_be_read_in_the_database_and_goes_when_it_is_sent() -> None:
    letter = posted()
    assert "sam" not in letter.encrypted_payload
    assert "secret" not in letter.encrypted_payload

    sending.send(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.encrypted_payload) == (Email.State.SENT, "")


def test_a_mail_server_that_is_away_is_tried_again_later_and_less_and_less_often(settings: LazySettings) -> None:
    letter, backend = posted(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.emails.test_letters.Down"
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            tasks.send_due_emails()
            letter.refresh_from_db()
            assert letter.next_attempt_at
            waits.append(letter.next_attempt_at - timezone.now())
            clock.move_to(letter.next_attempt_at)
        settings.EMAIL_BACKEND = backend
        tasks.send_due_emails()

    letter.refresh_from_db()
    assert letter.state == Email.State.SENT
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=20)
    assert len(mail.outbox) == 1


def test_a_letter_of_a_sender_that_died_comes_due_again() -> None:
    # given: somebody took it, and was never heard of again
    letter = posted()
    Email.objects.update(attempts=1, leased_until=timezone.now() + sending.LEASE)
    assert tasks.send_due_emails() == 0
    # when
    with time_machine.travel(timezone.now() + sending.LEASE + timedelta(seconds=1)):
        tasks.send_due_emails()
    # then
    letter.refresh_from_db()
    assert letter.state == Email.State.SENT


def test_after_a_day_and_a_half_of_trying_it_is_given_up_and_what_it_held_goes(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "tests.emails.test_letters.Down"
    letter = posted()
    Email.objects.filter(pk=letter.pk).update(attempts=ATTEMPTS - 1)

    sending.send(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.encrypted_payload) == (Email.State.GIVEN_UP, "")
    assert "sam@" not in caplog.text
    assert "given-up" in caplog.text


def test_a_letter_sealed_with_a_lost_key_is_given_up() -> None:
    letter = posted()
    Email.objects.update(encrypted_payload="gAAAAA-nobody-can-open-this")

    sending.send(letter.pk)

    letter.refresh_from_db()
    assert letter.state == Email.State.GIVEN_UP
    assert mail.outbox == []


def test_an_address_with_a_header_in_it_gets_nothing_and_ends_its_letter() -> None:
    letter = posted(content=EmailPayload(to="sam@example.com\r\nBcc: all@example.com"))

    sending.send(letter.pk)

    letter.refresh_from_db()
    assert letter.state == Email.State.GIVEN_UP
    assert mail.outbox == []


def test_a_letter_that_always_breaks_its_sender_has_an_end() -> None:
    letter = posted()
    Email.objects.update(attempts=ATTEMPTS)

    sending.send(letter.pk)

    letter.refresh_from_db()
    assert letter.state == Email.State.GIVEN_UP


def test_a_sender_that_was_too_slow_does_not_undo_what_another_one_did(settings: LazySettings) -> None:
    # given: while the first one fails, its lease runs out, and a second one has sent the letter
    letter = posted()
    settings.EMAIL_BACKEND = "tests.emails.test_letters.Overtaken"
    Email.objects.update(attempts=ATTEMPTS - 1)
    # when
    sending.send(letter.pk)
    # then
    letter.refresh_from_db()
    assert letter.state == Email.State.SENT


def test_hostile_words_of_saleors_are_text_and_no_line_of_them_becomes_a_header(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = msgspec.structs.replace(order.lines[0], product_name="<script>alert(1)</script>")
    hostile = msgspec.structs.replace(order, number="21\r\nBcc: all@example.com", lines=(line,))
    monkeypatch.setattr(orders, "get", lambda _: hostile)

    sending.send(posted(EmailKind.ORDER_PLACED, EmailPayload(order_id=order.id)).pk)

    (message,) = mail.outbox
    assert "Bcc" not in message.message()
    assert "<script>" not in _parts(message)[1]


def test_a_broker_that_is_away_is_no_error_and_the_letter_waits_for_the_beat(
    commits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(tasks.send_email, "apply_async", away)
        posted()
    assert mail.outbox == []

    tasks.send_due_emails()

    assert len(mail.outbox) == 1


def test_old_letters_are_forgotten() -> None:
    letter = posted()
    sending.send(letter.pk)

    with time_machine.travel(timezone.now() + sending.KEEP_SENT_FOR + timedelta(days=1)):
        tasks.send_due_emails()

    assert not Email.objects.exists()


def _parts(message: EmailMessage) -> tuple[str, str]:
    """Text and HTML of a letter."""
    assert isinstance(message, EmailMultiAlternatives)
    ((html, _type),) = message.alternatives
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    return str(message.body), str(html)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return " ".join(parser.found)
