"""Emails for the merchant: how many wait, and which kinds were given up."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.dashboard.notes import Level, Note, Panel
from storefront.emails.models import Email

_LATE = timedelta(minutes=5)


def email_panels() -> Iterator[Panel]:
    """Return due emails that were not sent, and those given up within thirty days: two queries, no personal data."""
    yield Panel(title=_("Emails"), notes=(*_waiting(), *_given_up()))


def _waiting() -> Iterator[Note]:
    now = timezone.now()
    due = Q(attempts__gt=0) | Q(next_attempt_at__lte=now)  # the others are scheduled for later
    waiting = Email.objects.filter(due, state=Email.State.WAITING)
    found = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if not found["count"]:
        yield Note(level=Level.OK, text=_("No email is waiting: all that were due were sent."))
        return
    text = ngettext(
        "%(n)d email is waiting, the oldest for %(time)s.",
        "%(n)d emails are waiting, the oldest for %(time)s.",
        found["count"],
    )
    late = found["oldest"] < now - _LATE
    values = {"n": found["count"], "time": timesince(found["oldest"])}
    yield Note(level=Level.ERROR if late else Level.INFO, text=text % values)


def _given_up() -> Iterator[Note]:
    given_up = Email.objects.filter(state=Email.State.GIVEN_UP).values_list("kind").annotate(Count("pk"))
    if not given_up:
        yield Note(level=Level.OK, text=_("No email was given up in the last 30 days."))
    for kind, count in given_up.order_by("kind"):
        text = ngettext("%(n)d email was given up: %(kind)s.", "%(n)d emails were given up: %(kind)s.", count)
        yield Note(level=Level.ERROR, text=text % {"n": count, "kind": kind.replace("-", " ").capitalize()})
