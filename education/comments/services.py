"""What may happen to a reply. Whatever changes a guide's page lets the ready pages forget the guides."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from education.comments.models import Comment
from education.models import GuidePage
from storefront import page_cache
from storefront.core import crypto

KEPT_FOR = timedelta(days=30)
"""After so long a refused or withdrawn reply is erased."""
_DECIDED = (Comment.State.REFUSED, Comment.State.WITHDRAWN)


class Withdrawn(Exception):
    """Its writer took the reply back meanwhile: nobody can show it any more."""


def send(guide: GuidePage, *, name: str, text: str, secret: str) -> Comment:
    """Keep a reply until an editor has read it; the same form sent twice is one reply."""
    reply, _ = Comment.objects.get_or_create(
        key=crypto.keyed_hash(secret), defaults={"guide": guide, "name": name, "text": text, "sent_at": timezone.now()}
    )
    return reply


@transaction.atomic
def withdraw(reply: Comment) -> None:
    """Take a reply back for good: its words go at once. Doing it twice changes nothing."""
    kept = Comment.objects.select_for_update().get(pk=reply.pk)
    if kept.state == Comment.State.WITHDRAWN:
        return
    _forget_if_shown(kept.state)
    kept.name = kept.text = kept.answer = ""
    kept.state, kept.settled_at = Comment.State.WITHDRAWN, timezone.now()
    kept.save()


@transaction.atomic
def moderate(reply: Comment, *, state: str, name: str, text: str, answer: str) -> Comment:
    """Show, refuse or leave waiting, with the words as the editor left them; what was there before is not kept.

    Raises Withdrawn.
    """
    kept = Comment.objects.select_for_update().get(pk=reply.pk)
    if kept.state == Comment.State.WITHDRAWN:
        raise Withdrawn
    _forget_if_shown(kept.state, state)
    if kept.state != state:
        kept.state, kept.settled_at = state, timezone.now()
    kept.name, kept.text, kept.answer = name, text, answer
    kept.save()
    return kept


def erase_settled() -> int:
    """Erase what was refused or withdrawn KEPT_FOR ago; answers how many."""
    erased, _ = Comment.objects.filter(state__in=_DECIDED, settled_at__lt=timezone.now() - KEPT_FOR).delete()
    return erased


def _forget_if_shown(*states: str) -> None:
    if Comment.State.SHOWN in states:
        page_cache.invalidate("guides")
