"""Deliver verified webhooks from Saleor to the handlers that the rooms registered (storefront/core/registry.py)."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from storefront.core import metrics
from storefront.core.registry import WebhookSubject, webhook_handlers
from storefront.saleor.models import LastEvent

RECORD_SECONDS = 30


class _Issued(msgspec.Struct, frozen=True, rename="camel"):
    issued_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class WrongIssuer(Exception):
    """The webhook comes from another Saleor than the configured one."""


def check_issuer(*, api_url: str, domain: str) -> None:
    """Raise WrongIssuer unless the Saleor-Api-Url and Saleor-Domain headers name the configured Saleor."""
    own = settings.SALEOR_OWN_API_URL
    if not own or api_url != own or domain != urlsplit(own).netloc:
        raise WrongIssuer("the webhook comes from another Saleor than the configured one")


def is_subject(subject: str) -> bool:
    """Return whether webhooks of this subject are handled."""
    return subject in frozenset(WebhookSubject)


def deliver(subject: str, event: str, body: bytes) -> None:
    """Pass a verified webhook to every handler of `subject`, in one transaction.

    Raises ValueError for an unknown subject, msgspec.DecodeError, and database and broker errors.
    """
    handlers = webhook_handlers[WebhookSubject(subject)]
    issued_at = msgspec.json.decode(body, type=_Issued).issued_at
    with transaction.atomic():
        for handle in handlers:
            handle(event, body)
        _record_arrival(subject)
    if issued_at is not None:
        # The two clocks may differ a little.
        lag = max((timezone.now() - issued_at).total_seconds(), 0.0)
        metrics.WEBHOOK_LAG_SECONDS.labels(subject).observe(lag)


def _record_arrival(subject: str) -> None:
    """Record when a webhook of `subject` last arrived, at most once in RECORD_SECONDS."""
    if cache.add(f"webhook-arrived:{subject}", True, RECORD_SECONDS):
        row = LastEvent(subject=subject, at=timezone.now())
        LastEvent.objects.bulk_create([row], update_conflicts=True, unique_fields=["subject"], update_fields=["at"])
