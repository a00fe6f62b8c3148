"""Find the one email about something: by a hash that reveals nothing of what the email is about."""

import hashlib

from storefront.emails.models import Email, EmailKind


def mark_sent(kind: EmailKind, *, dedupe_key: str) -> None:
    """Record an email as sent without sending it: another email has the same content."""
    sent = {"kind": kind, "state": Email.State.SENT, "next_attempt_at": None}
    Email.objects.get_or_create(dedupe_hash=dedupe_hash(kind, dedupe_key), defaults=sent)


def is_known(kind: EmailKind, *, dedupe_key: str) -> bool:
    """Whether an email of this key was stored within the last thirty days."""
    return Email.objects.filter(dedupe_hash=dedupe_hash(kind, dedupe_key)).exists()


def dedupe_hash(kind: EmailKind, dedupe_key: str) -> str:
    """Return the hash by which an email is found: it reveals nothing of what the email is about."""
    return hashlib.sha256(f"{kind}:{dedupe_key}".encode()).hexdigest()
