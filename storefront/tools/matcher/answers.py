"""What the matcher says of two choices: verdict, reason, where that comes from, and products that suit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.catalog.models import Listing
from storefront.catalog.pages.formatting import sale_warnings
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.catalog.pages.view_models import ProductCard, cards
from storefront.catalog.together.candidates import candidates
from storefront.catalog.together.pairs import ProductPair
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, known_kind, role_of
from storefront.safety.rules import RULES, Rating
from storefront.safety.sources import Source, grounds
from storefront.safety.verdicts import Verdict
from storefront.tools.matcher.choices import Choice, choice_of, judge
from storefront.tools.matcher.kinds import TOYS, Kind

_MOST_SUITABLE = 4
_FROM_LABELS = {RULES.sentences["declared_yes"], RULES.reasons[Rating.NO]["default"]}
"""The sentences that repeat what a maker says."""


@dataclass(frozen=True, slots=True)
class Suitable:
    """Products that go with one of the two, which has this name."""

    name: str | LocalizedText
    cards: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The verdict on two choices. `basis` says what it rests on where no source is named.

    `warnings` are rules that one of the two breaks and is sold in spite of.
    """

    one: Choice
    other: Choice
    rating: Rating
    reason: str
    sources: tuple[Source, ...]
    basis: str
    warnings: tuple[str, ...]
    suitable: tuple[Suitable, ...]


def answer_for(one: Choice, other: Choice, market: Market) -> Answer:
    """Judge two choices and find what suits. At most three queries."""
    verdict = judge(one, other)
    sources = grounds(verdict.reason)
    return Answer(
        one=one,
        other=other,
        rating=verdict.rating,
        reason=_reason(one, other, verdict),
        sources=sources,
        basis="" if sources else _basis(verdict),
        warnings=tuple(dict.fromkeys((*sale_warnings(one.facts), *sale_warnings(other.facts)))),
        suitable=_suitable(one, other, verdict, market),
    )


def _reason(one: Choice, other: Choice, verdict: Verdict) -> str:
    if one.product and other.product:
        return ProductPair(verdict=verdict, first=one.product, second=other.product).reason
    return _(verdict.reason) if verdict.reason else ""


def _basis(verdict: Verdict) -> str:
    if verdict.reason in _FROM_LABELS:
        return _("This is what the maker states.")
    if verdict.rating is Rating.NOT_STATED:
        return _("What is not stated never counts as safe.")
    if verdict.rating is Rating.NA:
        return ""
    return _("This is our own rule: we know no source that settles it.")


def _suitable(one: Choice, other: Choice, verdict: Verdict, market: Market) -> tuple[Suitable, ...]:
    """Products in place of either that go with the other one for certain. Nothing where there is nothing to match."""
    if verdict.rating is Rating.NA or (verdict.rating is Rating.YES and one.product and other.product):
        return ()
    own = [choice.product.pk for choice in (one, other) if choice.product]
    listings = candidates(market, without=own)
    terms = selling_terms(market)
    found = []
    for kept, replaced in ((one, other), (other, one)):
        if verdict.rating is Rating.YES and replaced.product:
            continue
        suits = [
            listing
            for listing in listings
            if _may_stand_for(listing.product.facts, replaced)
            and judge(kept, choice_of(listing.product)).rating is Rating.YES
        ]
        if verdict.rating is Rating.YES:
            suits = _of_kind(suits, replaced.kind)
        if suits:
            found.append(Suitable(kept.name, tuple(cards(suits[:_MOST_SUITABLE], terms))))
    return tuple(found)


def _may_stand_for(facts: ProductFacts, replaced: Choice) -> bool:
    """Whether a product does the work of what was chosen: a lubricant for a lubricant, condoms for condoms."""
    role = role_of(facts)
    if role is not role_of(replaced.facts):
        return False
    return role in (Role.LUBRICANT, Role.TOY) or known_kind(facts) == known_kind(replaced.facts)


def _of_kind(listings: Sequence[Listing], kind: Kind | None) -> list[Listing]:
    """Those that are of a kind: of its base, or of its material."""
    if kind is None:
        return list(listings)
    wanted = kind.facts
    return [
        each
        for each in listings
        if each.product.facts.base == wanted.base
        and (wanted.base is not None or each.product.facts.material == wanted.material)
        and (kind in TOYS or wanted.base is not None or known_kind(each.product.facts) == known_kind(wanted))
    ]
