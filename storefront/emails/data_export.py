"""The pending emails of a customer, for the download of their data. Of sent emails nothing personal is kept."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec
from django.db.models import Q
from django.utils import timezone

from storefront.core.crypto import keyed_hashes
from storefront.emails.models import Email

_SOON = timedelta(hours=1)


class PendingEmail(msgspec.Struct, frozen=True, kw_only=True):
    """An email that waits to be sent, or for its event to happen."""

    kind: str
    written_at: datetime
    state: str


def erase_held_emails(*, email: str, order_ids: Collection[str]) -> None:
    """Delete what would be sent later to a customer who deletes their account. What is due goes out."""
    orders = [order_hash for order_id in order_ids for order_hash in keyed_hashes(order_id)]
    theirs = Q(recipient_hash__in=keyed_hashes(email.casefold())) | Q(order_hash__in=orders)
    later = Q(state=Email.State.HELD) | Q(state=Email.State.WAITING, next_attempt_at__gt=timezone.now() + _SOON)
    Email.objects.filter(theirs & later).delete()


def pending_emails_of(*, email: str, order_ids: Collection[str]) -> list[PendingEmail]:
    """Return the pending emails to this address or about one of these orders (Saleor ids), the oldest first."""
    orders = [order_hash for order_id in order_ids for order_hash in keyed_hashes(order_id)]
    theirs = Q(recipient_hash__in=keyed_hashes(email.casefold())) | Q(order_hash__in=orders)
    pending = Email.objects.filter(theirs, state__in=(Email.State.WAITING, Email.State.HELD)).order_by("pk")
    return [PendingEmail(kind=row.kind, written_at=row.created_at, state=row.state) for row in pending]
