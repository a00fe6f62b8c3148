"""The letters to a customer that have not gone yet. Of those that have, nothing of theirs is kept."""

from datetime import datetime

import msgspec

from storefront.core.crypto import DecryptionError, decrypt
from storefront.core.data_export import Person
from storefront.emails.models import Email
from storefront.emails.payload import EmailPayload


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that waits: to be sent, or for what it tells to happen."""

    kind: str
    written_at: datetime
    state: str


def pending_emails_of(person: Person) -> list[Waiting]:
    """Every letter that is to go to their address, or about an order of theirs."""
    rows = Email.objects.filter(state__in=(Email.State.WAITING, Email.State.HELD)).order_by("pk").iterator()
    return [
        Waiting(kind=row.kind, written_at=row.created_at, state=row.state) for row in rows if _is_about(person, row)
    ]


def _is_about(person: Person, row: Email) -> bool:
    try:
        content = msgspec.json.decode(decrypt(row.sealed), type=EmailPayload)
    except (DecryptionError, msgspec.DecodeError):
        return False
    return content.to.casefold() == person.email.casefold() or content.order_id in person.order_ids
