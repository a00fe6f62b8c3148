"""Reads of comments."""

import re
from dataclasses import dataclass
from datetime import datetime

from education.comments.form_stamps import SHAPE
from education.comments.models import Comment
from storefront.core import crypto

MOST = 100
"""Comments shown under one guide; the newest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """A comment under a guide. `answer` is the shop's, or empty."""

    name: str
    text: str
    answer: str
    sent_at: datetime


def shown_under(guide_pk: int) -> tuple[ShownComment, ...]:
    """Return the public comments of a guide, oldest first. One query."""
    newest = Comment.objects.filter(guide_id=guide_pk, state=Comment.State.SHOWN).order_by("-sent_at", "-pk")[:MOST]
    return tuple(
        ShownComment(name=reply.name, text=reply.text, answer=reply.answer, sent_at=reply.sent_at)
        for reply in reversed(newest)
    )


def reply_of(secret: str) -> Comment | None:
    """Return the comment that belongs to a secret, with its guide, or None."""
    if not re.fullmatch(SHAPE, secret):
        return None
    return Comment.objects.select_related("guide").filter(key__in=crypto.keyed_hashes(secret)).first()
