"""Withdrawing from a contract (EU Directive 2011/83, article 11a): kept, acknowledged at once, told to the merchant.

Whatever was declared is kept and acknowledged, also when it names no order that we know: whether it is in time and
about what can go back is for a person to look at, never for this page. Both letters are rows written in the
transaction that keeps the declaration; the note on Saleor's order follows by a task, as often as it takes.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.enqueue import enqueue_on_commit
from storefront.core.markets import default_market
from storefront.emails import outbox
from storefront.orders import declaration as said
from storefront.orders.declaration import Declaration
from storefront.orders.lookup import find_order, hashed
from storefront.orders.models import Withdrawal
from storefront.saleor import errors, orders
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

KEPT = timedelta(days=3 * 365)  # how long it may matter whether somebody withdrew, and when
TRIES = 14
_LEASE = timedelta(minutes=2)
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(hours=6)


def declare(statement: Declaration, *, key: UUID, language: str) -> Withdrawal:
    """Keep a declaration and acknowledge it; `key` is the confirmation page's, so that sent twice it is one."""
    from storefront.orders.tasks import note_withdrawal

    fields = {
        "sealed": encrypt(msgspec.json.encode(statement).decode()),
        "order_hash": hashed(statement.order_id) if statement.order_id else "",
        "language": language,
    }
    with transaction.atomic():
        row, is_new = Withdrawal.objects.get_or_create(key=key, defaults=fields)
        if is_new:
            _write(row, statement)
            enqueue_on_commit(note_withdrawal, row.pk)
    return row


def _write(row: Withdrawal, statement: Declaration) -> None:
    """The receipt to whoever declared it, and the word to the merchant."""
    with override(row.language):
        receipt = tuple((one.label, one.value) for one in (*said.rows(statement), received(row)))
    outbox.withdrawal_received(statement.email, rows=receipt, language=row.language, once=str(row.key))
    language = default_market().language
    with override(language):
        told = tuple((one.label, one.value) for one in (*said.rows(statement), received(row)))
    outbox.withdrawal_told(
        settings.MERCHANT_EMAIL, number=statement.number, rows=told, language=language, once=str(row.key)
    )


def received(row: Withdrawal) -> said.Row:
    """When it came: date and time to the second, with the place whose clock that is."""
    return said.Row(label=_("Received"), value=moment(row.received_at))


def moment(at: datetime) -> str:
    """A point in time that nobody can misread."""
    local = timezone.localtime(at)
    return _("%(date)s at %(time)s (%(zone)s, UTC%(offset)s)") % {
        "date": date_format(local, _("j F Y")),
        "time": local.strftime("%H:%M:%S"),
        "zone": settings.TIME_ZONE,
        "offset": f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:],
    }


def note(pk: int) -> None:
    """Write it onto the order at Saleor, if it names one and its mailbox. Safe to do twice; with Saleor away, later."""
    now = timezone.now()
    mine = Withdrawal.objects.filter(pk=pk, told_at=None, next_try_at__lte=now, tries__lt=TRIES)
    if not mine.update(next_try_at=now + _LEASE, tries=F("tries") + 1):
        return
    row = Withdrawal.objects.get(pk=pk)
    try:
        order = _order(read(row))
        app = app_credentials()
        if order is not None and app is not None:
            orders.add_note(order.id, message=_in_words(row), app=app)
    except errors.SaleorError as error:
        _later(row, why=type(error).__name__)
        return
    except DecryptionError:
        order = None
    known = {"order_hash": hashed(order.id)} if order else {}
    Withdrawal.objects.filter(pk=pk).update(told_at=timezone.now(), **known)


def _order(statement: Declaration) -> Order | None:
    if statement.order_id:
        return orders.get(statement.order_id)
    return find_order(statement.number, email=statement.email)


def _in_words(row: Withdrawal) -> str:
    with override(default_market().language):
        lines = (f"{one.label}: {one.value}" for one in (*said.rows(read(row)), received(row)))
        return "\n".join((_("Withdrawal from contract"), *lines))


def _later(row: Withdrawal, *, why: str) -> None:
    """The merchant knows by mail already; the note comes when Saleor answers again."""
    level = logging.ERROR if row.tries >= TRIES else logging.WARNING
    logger.log(level, "withdrawal %s is not noted yet: %s", row.pk, why)
    wait = min(_SOONEST * 2 ** (row.tries - 1), _LATEST)
    Withdrawal.objects.filter(pk=row.pk, tries=row.tries).update(next_try_at=timezone.now() + wait)


def read(row: Withdrawal) -> Declaration:
    """What was declared. Raises sealing.Unreadable when SECRET_KEY was lost."""
    return msgspec.json.decode(decrypt(row.sealed), type=Declaration)


def of_order(order_id: str) -> list[Withdrawal]:
    """The declarations about an order, the first one first."""
    return list(Withdrawal.objects.filter(order_hash=hashed(order_id)))


def waiting() -> list[int]:
    """Those not on their order yet."""
    rows = Withdrawal.objects.filter(told_at=None, next_try_at__lte=timezone.now(), tries__lt=TRIES)
    return list(rows.values_list("pk", flat=True)[:200])


def prune() -> None:
    """Forget what can no longer matter to anybody."""
    Withdrawal.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
