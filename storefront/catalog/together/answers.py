"""What a card answers to the filters of its list: the verdict that was asked for, and never more than the facts say."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from storefront.catalog.listing.filters import Filters
from storefront.catalog.pages.formatting import humanise
from storefront.catalog.pages.view_models import Answer
from storefront.safety import choices
from storefront.safety.facts import ProductFacts
from storefront.safety.rules import Rating
from storefront.safety.verdicts import Verdict, judge_absence, judge_target

_JUDGES: Mapping[str, tuple[Callable[[ProductFacts, str], Verdict], Mapping[str, str]]] = {
    "works-with": (judge_target, choices.COMPATIBILITY_TARGETS),
    "free-from": (judge_absence, choices.INGREDIENTS),
}
"""The filters that ask for a verdict, each with its judge and the names of its values."""


def answers_to(asked: Filters, facts: ProductFacts) -> tuple[Answer, ...]:
    """Return an answer for each value of these filters that was chosen; none without them."""
    found = []
    for facet, (judge, names) in _JUDGES.items():
        for value in asked.values(facet):
            verdict = judge(facts, value)
            name = _(names[value]) if value in names else humanise(value)
            label = _("Free from: %(what)s") if facet == "free-from" else _("Goes with: %(what)s")
            reason = "" if verdict.rating is Rating.YES else _(verdict.reason)
            found.append(Answer(label=label % {"what": name}, rating=verdict.rating, reason=reason))
    return tuple(found)
