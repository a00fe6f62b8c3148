"""Replies as pages show them."""

import re
from dataclasses import dataclass
from datetime import datetime

from education.comments.form_stamps import SHAPE
from education.comments.models import Comment
from storefront.core import crypto

MOST = 100
"""Replies under one guide: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """One reply under a guide; `answer` is the shop's, or empty."""

    name: str
    text: str
    answer: str
    sent_at: datetime


def shown_under(guide_pk: int) -> tuple[ShownComment, ...]:
    """What readers may see under a guide, oldest first: one query."""
    newest = Comment.objects.filter(guide_id=guide_pk, state=Comment.State.SHOWN).order_by("-sent_at", "-pk")[:MOST]
    return tuple(
        ShownComment(name=reply.name, text=reply.text, answer=reply.answer, sent_at=reply.sent_at)
        for reply in reversed(newest)
    )


def reply_of(secret: str) -> Comment | None:
    """The reply whose writer was given this secret, with its guide."""
    if not re.fullmatch(SHAPE, secret):
        return None
    return Comment.objects.select_related("guide").filter(key__in=crypto.keyed_hashes(secret)).first()
