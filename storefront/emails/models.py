"""Emails waiting to be sent, and a record of those sent within the last thirty days."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import msgspec
from django.db import models

from storefront.core.coordination.outbox import OutboxModel, OutboxQuerySet
from storefront.core.crypto import decrypt, encrypt
from storefront.saleor.types import Money


class EmailKind(str):
    """What an email is about. The value names its template folder, `templates/emails/<value>/`.

    The module that sends the email declares it, as in `ORDER_LINK = EmailKind("order-link")`. The system check
    `emails.E001` fails at start when templates of a declared kind are missing.
    """

    declared: ClassVar[set["EmailKind"]] = set()

    def __new__(cls, value: str) -> "EmailKind":
        kind = super().__new__(cls, value)
        cls.declared.add(kind)
        return kind


class EmailPayload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an email needs to be addressed and written. It is stored encrypted, until the email is sent or given up.

    `to` is the recipient's address; without it the email goes to the address of `order_id` or `checkout_id`. Both are
    Saleor ids: order and checkout are read when the email is sent.
    `link` is where the email's button leads; `amount` was refunded in all, or more if `is_more_than_amount`; `rows` are
    pairs of a label and a value. `fulfillment_id` names a parcel, `tracking_number` is what it was when the email was
    written.
    `values` are any other variables of the templates, by name.
    """

    to: str = ""
    order_id: str = ""
    checkout_id: str = ""
    link: str = ""
    fulfillment_id: str = ""
    tracking_number: str = ""
    amount: Money | None = None
    is_more_than_amount: bool = False
    rows: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = MappingProxyType({})


class Email(OutboxModel):
    """One email to one person.

    `dedupe_hash` is a hash of what the email is about: an event that arrives twice makes one email. A held email is
    written before its event happens, while its recipient is still known: it waits for `release_held` and is deleted
    at `held_until`.

    `recipient_hash` and `order_hash` are keyed hashes of the address and the order id that the payload names, to find
    the emails of one customer without decrypting everybody's. Both and the payload are emptied when the email is sent
    or given up.
    """

    class State(models.TextChoices):
        """What became of the email."""

        HELD = "held"
        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given-up"

    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=16)
    dedupe_hash = models.CharField(max_length=64, unique=True)
    encrypted_payload = models.TextField(blank=True)
    recipient_hash = models.CharField(max_length=64, blank=True, db_index=True)
    order_hash = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet["Email"].as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="emails_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    EMPTY_PAYLOAD: ClassVar = {"encrypted_payload": "", "recipient_hash": "", "order_hash": ""}

    @property
    def payload(self) -> EmailPayload:
        """The decrypted payload. Raises DecryptionError if SECRET_KEY was lost, msgspec.DecodeError if it is empty."""
        return msgspec.json.decode(decrypt(self.encrypted_payload), type=EmailPayload)


def encrypted(payload: EmailPayload) -> str:
    """Encrypt a payload for storage."""
    return encrypt(msgspec.json.encode(payload).decode())
