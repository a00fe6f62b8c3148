"""Writes of comments. A change that shows on a guide's page invalidates the cached guides."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from education.comments.models import Comment
from education.models import GuidePage
from storefront import page_cache
from storefront.core import crypto

RETENTION = timedelta(days=30)
"""How long refused and withdrawn comments are kept."""
_DECIDED = (Comment.State.REFUSED, Comment.State.WITHDRAWN)


class Withdrawn(Exception):
    """The writer has withdrawn the comment, so it cannot be shown."""


def send(guide: GuidePage, *, name: str, text: str, secret: str) -> Comment:
    """Store a comment for an editor to read. Sending the same form twice stores one comment."""
    comment, _ = Comment.objects.get_or_create(
        key=crypto.keyed_hash(secret), defaults={"guide": guide, "name": name, "text": text, "sent_at": timezone.now()}
    )
    return comment


@transaction.atomic
def withdraw(comment: Comment) -> None:
    """Withdraw a comment and delete its text. Withdrawing it again changes nothing."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.state == Comment.State.WITHDRAWN:
        return
    _invalidate_if_shown(locked.state)
    locked.name = locked.text = locked.answer = ""
    locked.state, locked.state_changed_at = Comment.State.WITHDRAWN, timezone.now()
    locked.save()


@transaction.atomic
def moderate(
    comment: Comment, *, state: str, name: str, text: str, answer: str, ground: str = "", ground_note: str = ""
) -> Comment:
    """Store an editor's decision with the edited text; the earlier text is not kept. Raises Withdrawn.

    `ground` and `ground_note` say why a refused comment is not shown.
    """
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.state == Comment.State.WITHDRAWN:
        raise Withdrawn
    _invalidate_if_shown(locked.state, state)
    if locked.state != state:
        locked.state, locked.state_changed_at = state, timezone.now()
    locked.name, locked.text, locked.answer = name, text, answer
    is_refused = state == Comment.State.REFUSED
    locked.ground, locked.ground_note = (ground, ground_note) if is_refused else ("", "")
    locked.save()
    return locked


def delete_old_comments() -> int:
    """Delete comments that were refused or withdrawn RETENTION ago, and return their number."""
    deleted, _ = Comment.objects.filter(state__in=_DECIDED, state_changed_at__lt=timezone.now() - RETENTION).delete()
    return deleted


def _invalidate_if_shown(*states: str) -> None:
    if Comment.State.SHOWN in states:
        page_cache.invalidate("guides")
