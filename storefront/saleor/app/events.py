"""Deliver verified webhooks from Saleor to the handlers that the rooms registered (storefront/core/registry.py)."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.cache import cache as shared
from django.db import transaction
from django.utils import timezone

from storefront.core import metrics
from storefront.core.registry import WebhookSubject, webhook_handlers
from storefront.saleor.models import LastEvent

NOTE_SECONDS = 30


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
    """Return whether webhooks of this subject are handled."""
    return subject in frozenset(WebhookSubject)


def deliver(subject: str, event: str, body: bytes) -> None:
    """Tell every listener of `subject`, in one transaction: all of them have heard it, or none.

    `body` is believed. Raises KeyError for a subject that nobody listens to, msgspec.DecodeError, and what databases
    and brokers raise when they are away.
    """
    handlers = webhook_handlers[WebhookSubject(subject)]
    issued_at = msgspec.json.decode(body, type=_Issued).issued_at
    with transaction.atomic():
        for handle in handlers:
            handle(event, body)
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
