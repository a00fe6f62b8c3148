"""Payments for the merchant: those in progress, and those that need attention. No personal data."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.dashboard.notes import Level, Note, Panel
from storefront.payments.models import IN_PROGRESS, PaymentAttempt, State


def payment_panels() -> Iterator[Panel]:
    """Return attempts in progress and those that need attention: one query."""
    counted = dict(PaymentAttempt.objects.order_by().values_list("state").annotate(Count("pk")))
    under_way = sum(counted.get(state, 0) for state in IN_PROGRESS)
    yield Panel(title=_("Payments"), notes=tuple(_notes(counted, under_way)))


def _notes(counted: dict[str, int], under_way: int) -> Iterator[Note]:
    if under_way:
        text = ngettext("%(n)d payment is under way.", "%(n)d payments are under way.", under_way)
        yield Note(level=Level.INFO, text=text % {"n": under_way})
    unfilled, unknown = counted.get(State.CHARGED_NO_ORDER, 0), counted.get(State.NEEDS_ATTENTION, 0)
    if unfilled:
        text = ngettext(
            "%(n)d payment was taken and could not become an order: the money must go back.",
            "%(n)d payments were taken and could not become orders: the money must go back.",
            unfilled,
        )
        yield Note(level=Level.ERROR, text=text % {"n": unfilled})
    if unknown:
        text = ngettext(
            "Of %(n)d payment we cannot tell how it ended: look at it in Saleor.",
            "Of %(n)d payments we cannot tell how they ended: look at them in Saleor.",
            unknown,
        )
        yield Note(level=Level.ERROR, text=text % {"n": unknown})
    if not (unfilled or unknown):
        yield Note(level=Level.OK, text=_("No payment waits for somebody to look at it."))
