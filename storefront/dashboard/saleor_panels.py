"""How the shop stands with Saleor, for the merchant: the app, what Saleor tells us, and the markets' channels."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from storefront.core.markets import all_markets
from storefront.core.registry import WebhookSubject
from storefront.dashboard.notes import Level, Note, Panel
from storefront.saleor import checks
from storefront.saleor.checks import CheckResult
from storefront.saleor.models import LastEvent

_LEVELS = {checks.Level.FINE: Level.FINE, checks.Level.NOTE: Level.LOOK, checks.Level.BROKEN: Level.WRONG}
_QUIET = timedelta(days=2)  # a shop in which nothing is edited and nothing sold for so long is worth a look


def panels() -> Iterator[Panel]:
    """Asks Saleor as `check_saleor` does, but for the contract: a few questions for each market."""
    yield Panel(title=_("The app in Saleor"), notes=(*map(_note, checks.of_app()), *_heard()))
    markets = (finding for market in all_markets() for finding in checks.of_market(market))
    yield Panel(title=_("Markets and payments"), notes=tuple(map(_note, markets)))


def _note(finding: CheckResult) -> Note:
    return Note(level=_LEVELS[finding.level], text=finding.text)


def _heard() -> Iterator[Note]:
    """When Saleor last told us of each subject."""
    names = {
        WebhookSubject.CATALOGUE: _("Products"),
        WebhookSubject.ORDERS: _("Orders"),
        WebhookSubject.ACCOUNTS: _("Accounts"),
        WebhookSubject.TRANSACTIONS: _("Payments"),
    }
    heard = dict(LastEvent.objects.values_list("subject", "at"))
    for subject in WebhookSubject:
        name, at = names[subject], heard.get(subject)
        if at is None:
            yield Note(level=Level.FACT, text=_("%(subject)s: no event yet.") % {"subject": name})
        else:
            late = subject is WebhookSubject.CATALOGUE and at < timezone.now() - _QUIET
            text = _("%(subject)s: last event %(time)s ago.") % {"subject": name, "time": timesince(at)}
            yield Note(level=Level.LOOK if late else Level.FINE, text=text)
