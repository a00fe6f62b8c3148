"""Writes of comments. A change that shows on a guide's page invalidates the cached guides."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from education.comments.models import Comment
from education.models import GuidePage
from storefront import page_cache
from storefront.core import crypto

KEPT_FOR = timedelta(days=30)
"""How long refused and withdrawn comments are kept."""
_DECIDED = (Comment.State.REFUSED, Comment.State.WITHDRAWN)


class Withdrawn(Exception):
    """The writer has withdrawn the comment, so it cannot be shown."""


def send(guide: GuidePage, *, name: str, text: str, secret: str) -> Comment:
    """Store a comment for an editor to read. Sending the same form twice stores one comment."""
    reply, _ = Comment.objects.get_or_create(
        key=crypto.keyed_hash(secret), defaults={"guide": guide, "name": name, "text": text, "sent_at": timezone.now()}
    )
    return reply


@transaction.atomic
def withdraw(reply: Comment) -> None:
    """Withdraw a comment and delete its text. Withdrawing it again changes nothing."""
    kept = Comment.objects.select_for_update().get(pk=reply.pk)
    if kept.state == Comment.State.WITHDRAWN:
        return
    _invalidate_if_shown(kept.state)
    kept.name = kept.text = kept.answer = ""
    kept.state, kept.settled_at = Comment.State.WITHDRAWN, timezone.now()
    kept.save()


@transaction.atomic
def moderate(reply: Comment, *, state: str, name: str, text: str, answer: str) -> Comment:
    """Store an editor's decision with the edited text; the earlier text is not kept. Raises Withdrawn."""
    kept = Comment.objects.select_for_update().get(pk=reply.pk)
    if kept.state == Comment.State.WITHDRAWN:
        raise Withdrawn
    _invalidate_if_shown(kept.state, state)
    if kept.state != state:
        kept.state, kept.settled_at = state, timezone.now()
    kept.name, kept.text, kept.answer = name, text, answer
    kept.save()
    return kept


def erase_settled() -> int:
    """Delete comments that were refused or withdrawn KEPT_FOR ago, and return their number."""
    erased, _ = Comment.objects.filter(state__in=_DECIDED, settled_at__lt=timezone.now() - KEPT_FOR).delete()
    return erased


def _invalidate_if_shown(*states: str) -> None:
    if Comment.State.SHOWN in states:
        page_cache.invalidate("guides")
