"""Withdrawals from contracts (EU Directive 2011/83, article 11a): stored, acknowledged, and passed on to the merchant.

Every declaration is accepted, also if it names no order that we know: a person decides whether it is in time and
whether the goods can be returned. The notice to the merchant is written in the transaction that stores the declaration.
A task looks for the order, writes the receipt once, and adds a note to the order in Saleor, with retries.

A receipt repeats what was declared only to the order's own address. To any other it says that a declaration came, and
when: nobody can have the shop mail their words or links to a stranger.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from storefront.core.coordination import rate_limits
from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.core.coordination.outbox import Backoff
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.crypto import DecryptionError, decrypt, encrypt, keyed_hash, keyed_hashes
from storefront.core.markets import Market, all_markets, default_market
from storefront.emails import dedupe, outbox
from storefront.emails.models import EmailKind, EmailPayload
from storefront.merchant.identity import service_email
from storefront.orders.access import find_order, has_email, order_digits, order_hash
from storefront.orders.declaration import Declaration, Row, declaration_rows
from storefront.orders.models import Withdrawal
from storefront.saleor import orders
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

WITHDRAWAL_RECEIVED = EmailKind("withdrawal-received")
WITHDRAWAL_NOTICE = EmailKind("withdrawal-notice")

KEEP_FOR = timedelta(days=3 * 365)  # the limitation period of a claim from the contract
_UNKNOWN_RECEIPTS = Limit(name="withdraw-receipts", most=5, seconds=24 * 60 * 60)  # to one address
LEASE = timedelta(minutes=2)  # longer than two requests to Saleor
BACKOFF = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=6), max_attempts=14)


@shared_task(name="storefront.orders.tasks.note_withdrawal")
def note_withdrawal(pk: int) -> None:
    """Write a withdrawal onto its order in Saleor."""
    add_note(pk)


def declare(declaration: Declaration, *, key: UUID, language: str) -> Withdrawal:
    """Store a declaration and acknowledge it. `key` is the confirmation page's: sent twice, it is stored once."""
    fields = {
        "encrypted_declaration": encrypt(msgspec.json.encode(declaration).decode()),
        "order_hash": order_hash(declaration.order_id) if declaration.order_id else "",
        "email_hash": keyed_hash(declaration.email.casefold()),
        "language": language,
    }
    with transaction.atomic():
        withdrawal, is_new = Withdrawal.objects.get_or_create(key=key, defaults=fields)
        if is_new:
            _send_notice(withdrawal, declaration)
            enqueue_on_commit(note_withdrawal, withdrawal.pk)
    return withdrawal


def _send_receipt(withdrawal: Withdrawal, declaration: Declaration, order: Order | None) -> None:
    """Acknowledge the withdrawal, once: the outbox keeps one email for its key."""
    key = str(withdrawal.key)
    if dedupe.is_known(WITHDRAWAL_RECEIVED, dedupe_key=key):
        return
    is_own = declaration.is_to_order_address or (order is not None and has_email(order, declaration.email))
    if not is_own:
        try:
            rate_limits.hit(_UNKNOWN_RECEIPTS, declaration.email)
        except RateLimited:
            return  # the page showed the receipt
    language = withdrawal.language
    with override(language):
        rows = receipt_rows(withdrawal, declaration) if is_own else short_rows(withdrawal, declaration)
    payload = EmailPayload(
        to=declaration.email,
        rows=tuple((row.label, row.value) for row in rows),
        values={"is_short": "" if is_own else "yes"},
    )
    outbox.enqueue(WITHDRAWAL_RECEIVED, payload, language=language, dedupe_key=key)


def _send_notice(withdrawal: Withdrawal, declaration: Declaration) -> None:
    language = default_market().language
    payload = EmailPayload(
        to=service_email(_market_of(withdrawal)),
        rows=_pairs(withdrawal, declaration, language=language),
        values={"number": declaration.number},
    )
    outbox.enqueue(WITHDRAWAL_NOTICE, payload, language=language, dedupe_key=str(withdrawal.key))


def _market_of(withdrawal: Withdrawal) -> Market:
    named = (market for market in all_markets() if market.language == withdrawal.language)
    return next(named, default_market())


def _pairs(withdrawal: Withdrawal, declaration: Declaration, *, language: str) -> tuple[tuple[str, str], ...]:
    with override(language):
        return tuple((row.label, row.value) for row in receipt_rows(withdrawal, declaration))


def receipt_rows(withdrawal: Withdrawal, declaration: Declaration) -> tuple[Row, ...]:
    """Return what was declared and when it was received, in the active language."""
    return (*declaration_rows(declaration), Row(label=_("Received"), value=exact_time(withdrawal.received_at)))


def short_rows(withdrawal: Withdrawal, declaration: Declaration) -> tuple[Row, ...]:
    """Return that a withdrawal was declared, and when, without their words, in the active language."""
    digits = order_digits(declaration.number)
    number = (Row(label=_("Order"), value=digits),) if digits else ()
    received = Row(label=_("Received"), value=exact_time(withdrawal.received_at))
    return (*number, Row(label=_("Declared"), value=_("I withdraw from a contract.")), received)


def exact_time(at: datetime) -> str:
    """Return a date and time to the second, with time zone and offset."""
    local = timezone.localtime(at)
    return _("%(date)s at %(time)s (%(zone)s, UTC%(offset)s)") % {
        "date": date_format(local, _("j F Y")),
        "time": local.strftime("%H:%M:%S"),
        "zone": settings.TIME_ZONE,
        "offset": f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:],
    }


def add_note(pk: int) -> None:
    """Write the withdrawal onto its order in Saleor, if its number and email address belong to one order.

    Safe to run twice: a lost response adds the note again. While Saleor is unavailable, it is retried.
    """
    withdrawal = Withdrawal.objects.claim(pk, lease=LEASE)
    if withdrawal is None:
        return
    if BACKOFF.is_exhausted(withdrawal.attempts - 1):
        _give_up(withdrawal, reason="TooManyAttempts")
        return
    try:
        declaration = read_declaration(withdrawal)
        order = _order(declaration)
        _send_receipt(withdrawal, declaration, order)
        app = app_credentials()
        if order is not None and app is not None:
            orders.add_note(order.id, message=_note(withdrawal), app=app)
    except errors.SaleorError as error:
        _send_receipt(withdrawal, declaration, None)  # the acknowledgement does not wait for Saleor
        _retry_later(withdrawal, reason=type(error).__name__)
        return
    except DecryptionError:
        order = None
    known = {"order_hash": order_hash(order.id)} if order else {}
    withdrawal.finish(noted_at=timezone.now(), **known)


def _order(declaration: Declaration) -> Order | None:
    if declaration.order_id:
        return orders.get(declaration.order_id)
    return find_order(declaration.number, email=declaration.email)


def _note(withdrawal: Withdrawal) -> str:
    with override(default_market().language):
        rows = receipt_rows(withdrawal, read_declaration(withdrawal))
        return "\n".join((_("Withdrawal from contract"), *(f"{row.label}: {row.value}" for row in rows)))


def _retry_later(withdrawal: Withdrawal, *, reason: str) -> None:
    if BACKOFF.is_exhausted(withdrawal.attempts):
        _give_up(withdrawal, reason=reason)
    else:
        logger.warning("withdrawal %s is not noted in Saleor yet: %s", withdrawal.pk, reason)
        withdrawal.retry_later(BACKOFF)


def _give_up(withdrawal: Withdrawal, *, reason: str) -> None:
    """Leave the note out: the merchant has the email."""
    logger.error("withdrawal %s is not noted in Saleor: %s", withdrawal.pk, reason)
    withdrawal.give_up()


def read_declaration(withdrawal: Withdrawal) -> Declaration:
    """Return what was declared. Raises DecryptionError if SECRET_KEY was lost."""
    return msgspec.json.decode(decrypt(withdrawal.encrypted_declaration), type=Declaration)


def withdrawals_of(order_id: str) -> list[Withdrawal]:
    """Return the withdrawals from an order, the first one first."""
    return list(Withdrawal.objects.filter(order_hash=order_hash(order_id)))


def withdrawals_of_customer(*, email: str, order_ids: Collection[str]) -> list[Withdrawal]:
    """Return the withdrawals from a customer's orders, and those that name their confirmed email address."""
    theirs = Q(email_hash__in=keyed_hashes(email.casefold()))
    theirs |= Q(order_hash__in=[order_hash(order_id) for order_id in order_ids])
    return list(Withdrawal.objects.filter(theirs))


def prune() -> None:
    """Delete withdrawals after three years."""
    Withdrawal.objects.filter(received_at__lt=timezone.now() - KEEP_FOR).delete()
