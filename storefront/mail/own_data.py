"""The letters to a customer that have not gone yet. Of those that have, nothing of theirs is kept."""

from datetime import datetime

import msgspec

from storefront.mail.content import Content
from storefront.mail.models import Letter
from storefront.own_data import Person
from storefront.sealing import Unreadable, unseal


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that waits: to be sent, or for what it tells to happen."""

    kind: str
    written_at: datetime
    state: str


def of(person: Person) -> list[Waiting]:
    """Every letter that is to go to their address, or about an order of theirs."""
    rows = Letter.objects.filter(state__in=(Letter.State.WAITING, Letter.State.HELD)).order_by("pk").iterator()
    return [
        Waiting(kind=row.kind, written_at=row.created_at, state=row.state) for row in rows if _is_about(person, row)
    ]


def _is_about(person: Person, row: Letter) -> bool:
    try:
        content = msgspec.json.decode(unseal(row.sealed), type=Content)
    except (Unreadable, msgspec.DecodeError):
        return False
    return content.to.casefold() == person.email.casefold() or content.order_id in person.order_ids
