"""Verdicts as pages list them: the worst group first, and in it each reason once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.core.text.localized_text import LocalizedText
from storefront.safety.facts import ProductFacts
from storefront.safety.rules import Rating
from storefront.safety.verdicts import list_pairings

WORST_FIRST = (Rating.NO, Rating.CHECK, Rating.NOT_STATED, Rating.YES, Rating.NA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Something that a product is judged with: its name, and the address of its page if it has one."""

    name: str | LocalizedText
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A partner, how the product goes with it, and why, in a sentence of the reader's language."""

    partner: Partner
    rating: Rating
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroup:
    """The partners for which one reason holds."""

    reason: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGroup:
    """The partners with one rating, by reason."""

    rating: Rating
    reasons: tuple[ReasonGroup, ...]


def group_verdicts(judged: Iterable[Judged]) -> tuple[VerdictGroup, ...]:
    """Return the verdicts by rating, the worst first, and within a rating by reason, in the order they came."""
    partners: dict[Rating, dict[str, list[Partner]]] = {}
    for each in judged:
        partners.setdefault(each.rating, {}).setdefault(each.reason, []).append(each.partner)
    return tuple(
        VerdictGroup(
            rating=rating,
            reasons=tuple(ReasonGroup(reason=reason, partners=tuple(who)) for reason, who in partners[rating].items()),
        )
        for rating in WORST_FIRST
        if rating in partners
    )


def pairing_groups(facts: ProductFacts) -> tuple[VerdictGroup, ...]:
    """Return what a product goes with by kind, as its page lists it; empty if there is nothing to match."""
    return group_verdicts(
        Judged(
            partner=Partner(name=_(each.label)),
            rating=each.verdict.rating,
            reason=_(each.verdict.reason) if each.verdict.reason else "",
        )
        for each in list_pairings(facts)
    )
