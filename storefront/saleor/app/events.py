"""Events that Saleor tells us of, from the moment they are believed: each subject's listeners hear of them.

Rooms name their listeners in SALEOR_LISTENERS. A listener is `listener(event: str, body: bytes) -> None`: it writes
small rows, queues what takes long on commit, and raises msgspec.DecodeError for a body that it cannot read. It must
bear being told the same twice, late and out of order. `event` is Saleor's name for it (`product_updated`), from a
header that is not signed: a hint. What may be trusted is in the body.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.cache import cache as shared
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from storefront.observability import metrics
from storefront.saleor.models import LastEvent

NOTE_SECONDS = 30
Listener = Callable[[str, bytes], None]


class _Issued(msgspec.Struct, frozen=True, rename="camel"):
    issued_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class WrongIssuer(Exception):
    """What is said to come from Saleor does not come from the configured one."""


def check_issuer(*, api_url: str, domain: str) -> None:
    """Raise WrongIssuer unless the headers Saleor-Api-Url and Saleor-Domain name the configured Saleor, as it does."""
    own = settings.SALEOR_OWN_API_URL
    if not own or api_url != own or domain != urlsplit(own).netloc:
        raise WrongIssuer("the post is by another Saleor than the configured one")


def is_subject(subject: str) -> bool:
    """Whether anybody listens to it."""
    return subject in settings.SALEOR_LISTENERS


def deliver(subject: str, event: str, body: bytes) -> None:
    """Tell every listener of `subject`, in one transaction: all of them have heard it, or none.

    `body` is believed. Raises KeyError for a subject that nobody listens to, msgspec.DecodeError, and what databases
    and brokers raise when they are away.
    """
    listeners = _listeners(tuple(settings.SALEOR_LISTENERS[subject]))
    issued_at = msgspec.json.decode(body, type=_Issued).issued_at
    with transaction.atomic():
        for listener in listeners:
            listener(event, body)
        _note(subject)
    if issued_at is not None:
        # By two clocks: a little less than nothing is nothing.
        lag = max((timezone.now() - issued_at).total_seconds(), 0.0)
        metrics.WEBHOOK_LAG_SECONDS.labels(subject).observe(lag)


def _note(subject: str) -> None:
    """Write down when `subject` was last heard of, though not for each event of a flood."""
    if shared.add(f"saleor-heard:{subject}", True, NOTE_SECONDS):
        row = LastEvent(subject=subject, at=timezone.now())
        LastEvent.objects.bulk_create([row], update_conflicts=True, unique_fields=["subject"], update_fields=["at"])


@cache
def _listeners(names: tuple[str, ...]) -> tuple[Listener, ...]:
    return tuple(import_string(name) for name in names)
