"""The connection with Saleor, for the merchant: the app, its webhooks, and the markets' channels."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from storefront.core.markets import all_markets
from storefront.core.registry import WebhookSubject
from storefront.dashboard.notes import Level, Note, Panel
from storefront.saleor.checks import saleor_checks
from storefront.saleor.checks.results import CheckResult
from storefront.saleor.models import LastEvent

_QUIET = timedelta(days=2)  # a shop without any edit or sale for so long is unusual


def saleor_panels() -> Iterator[Panel]:
    """Check Saleor as `check_saleor` does, without the contract: a few calls for each market."""
    yield Panel(title=_("The app in Saleor"), notes=(*map(_note, saleor_checks.of_app()), *_last_webhooks()))
    markets = (result for market in all_markets() for result in saleor_checks.of_market(market))
    yield Panel(title=_("Markets and payments"), notes=tuple(map(_note, markets)))


def _note(result: CheckResult) -> Note:
    return Note(level=result.level, text=result.text)


def _last_webhooks() -> Iterator[Note]:
    """Say when a webhook of each subject last arrived."""
    names = {
        WebhookSubject.CATALOGUE: _("Products"),
        WebhookSubject.ORDERS: _("Orders"),
        WebhookSubject.ACCOUNTS: _("Accounts"),
        WebhookSubject.TRANSACTIONS: _("Payments"),
    }
    arrived = dict(LastEvent.objects.values_list("subject", "at"))
    for subject in WebhookSubject:
        name, at = names[subject], arrived.get(subject)
        if at is None:
            yield Note(level=Level.INFO, text=_("%(subject)s: no event yet.") % {"subject": name})
        else:
            late = subject is WebhookSubject.CATALOGUE and at < timezone.now() - _QUIET
            text = _("%(subject)s: last event %(time)s ago.") % {"subject": name, "time": timesince(at)}
            yield Note(level=Level.WARNING if late else Level.OK, text=text)
