"""What the chooser answers: products with the facts that speak for them, or why there are none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from storefront.catalog.pages.formatting import format_number
from storefront.catalog.pages.view_models import ProductCard
from storefront.catalog.selectors import cards_for
from storefront.catalog.together.candidates import candidates
from storefront.core.markets import Market
from storefront.safety.choices import MATERIALS, Firmness
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import is_external_only, is_toy, may_have_motor
from storefront.safety.rules import RULES, Rating, active_rules
from storefront.safety.stages import check_stage
from storefront.safety.verdicts import judge_absence
from storefront.tools.first_toy.questions import QUESTIONS

_MOST = 6
"""Products that are suggested at most."""
_FIRST_WIDTH = Decimal(18)
"""Millimetres of the widest first toy: the shop's own rule, for which there is no medical standard."""
_OUTSIDE_STAGE = "exterior-touch"


class Outcome(StrEnum):
    """How the chooser answers."""

    GET_HELP = "get-help"
    ASK_FIRST = "ask-first"
    NOT_YET = "not-yet"
    ASK_ALLERGY = "ask-allergy"
    UNFINISHED = "unfinished"
    PICKS = "picks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A suggested product, sentences that say why, and the warnings of its label."""

    card: ProductCard
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


def outcome_of(answers: Mapping[str, str]) -> Outcome:
    """Return how to answer. A stop sign comes before all else; without an answer to every question nothing is sold."""
    if answers.get("check") == "now":
        return Outcome.GET_HELP
    if answers.get("check") == "ask":
        return Outcome.ASK_FIRST
    if answers.get("allergy") == "other":
        return Outcome.ASK_ALLERGY
    if answers.get("where") == "inside" and answers.get("known") == "nothing":
        return Outcome.NOT_YET
    return Outcome.PICKS if answers.keys() == QUESTIONS.keys() else Outcome.UNFINISHED


def picks_for(answers: Mapping[str, str], market: Market) -> tuple[Pick, ...]:
    """Return products that suit these answers, the slimmest first; none if the outcome is another. Four queries."""
    if outcome_of(answers) is not Outcome.PICKS:
        return ()
    found = [each.product for each in candidates(market) if suits(each.product.facts, answers)]
    found.sort(key=lambda product: _narrowest(product.facts) or Decimal(0))
    chosen = found[:_MOST]
    cards = cards_for([product.pk for product in chosen], market)
    return tuple(
        Pick(
            card=cards[product.pk],
            reasons=tuple(_reasons(product.facts, answers)),
            warnings=product.facts.warnings,
        )
        for product in chosen
        if product.pk in cards
    )


def suits(facts: ProductFacts, answers: Mapping[str, str]) -> bool:
    """Whether a toy suits these answers. What is not stated never suits."""
    if not is_toy(facts) or (answers["allergy"] == "latex" and judge_absence(facts, "latex").rating is not Rating.YES):
        return False
    if answers["who"] == "more" and facts.single_user is not False:
        return False
    if answers["where"] == "outside":
        return is_external_only(facts) and check_stage(facts, _OUTSIDE_STAGE).is_suitable
    return check_stage(facts, RULES.first_toy_stage).is_suitable and _is_small_and_soft(facts, answers["known"])


def _is_small_and_soft(facts: ProductFacts, known: str) -> bool:
    """Whether its slimmest part is a first size, or one step more, and as soft as the person needs."""
    narrowest = _narrowest(facts)
    if narrowest is None or may_have_motor(facts):
        return False
    if known == "finger":
        is_next = narrowest <= _FIRST_WIDTH + active_rules().limits.set_step_mm
        return is_next and facts.firmness in (Firmness.SOFT, Firmness.MEDIUM)
    return narrowest <= _FIRST_WIDTH and facts.firmness is Firmness.SOFT


def _narrowest(facts: ProductFacts) -> Decimal | None:
    """The widest part of the product, or of the slimmest toy of a set."""
    return min((size.diameter_mm for size in facts.sizes), default=facts.max_diameter_mm)


def _reasons(facts: ProductFacts, answers: Mapping[str, str]) -> Iterator[str]:
    if answers["where"] == "outside":
        yield _("For outside use only: nothing goes inside.")
    elif facts.sizes:
        widths = ", ".join(format_number(size.diameter_mm) for size in facts.sizes)
        yield _("A set, %(widths)s mm wide: begin with the slimmest.") % {"widths": widths}
    elif facts.max_diameter_mm is not None and facts.base_diameter_mm is not None:
        yield _("%(width)s mm wide, with a base of %(base)s mm that keeps it from slipping inside.") % {
            "width": format_number(facts.max_diameter_mm),
            "base": format_number(facts.base_diameter_mm),
        }
    if facts.material is not None and facts.material in MATERIALS:
        material = _(MATERIALS[facts.material])
        if facts.sterilisable:
            yield _("%(material)s: can be sterilised between uses.") % {"material": material}
        elif facts.sterilisable is False:
            yield _("%(material)s: wash it, do not boil it.") % {"material": material}
    if facts.firmness is Firmness.SOFT:
        yield _("Soft.")
    if answers["allergy"] == "latex":
        yield _("The label says that it contains no latex.")
