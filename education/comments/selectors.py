"""Reads of comments."""

import re
from dataclasses import dataclass
from datetime import datetime

from education.comments.form_stamps import PATTERN
from education.comments.models import Comment, Report
from storefront.core import crypto

MAX_SHOWN = 100
"""Comments shown under one guide; the newest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """A comment under a guide. `answer` is the shop's, or empty."""

    pk: int
    name: str
    text: str
    answer: str
    sent_at: datetime


def public_comments(guide_pk: int) -> tuple[ShownComment, ...]:
    """Return the public comments of a guide, oldest first. One query."""
    newest = Comment.objects.filter(guide_id=guide_pk, state=Comment.State.SHOWN).order_by("-sent_at", "-pk")[
        :MAX_SHOWN
    ]
    return tuple(
        ShownComment(
            pk=comment.pk, name=comment.name, text=comment.text, answer=comment.answer, sent_at=comment.sent_at
        )
        for comment in reversed(newest)
    )


def comment_by_secret(secret: str) -> Comment | None:
    """Return the comment that belongs to a secret, with its guide, or None."""
    if not re.fullmatch(PATTERN, secret):
        return None
    return Comment.objects.select_related("guide").filter(key__in=crypto.keyed_hashes(secret)).first()


def report_by_secret(secret: str) -> Report | None:
    """Return the report that belongs to a secret, with its comment and guide, or None."""
    if not re.fullmatch(PATTERN, secret):
        return None
    rows = Report.objects.select_related("comment__guide")
    return rows.filter(key__in=crypto.keyed_hashes(secret)).first()
