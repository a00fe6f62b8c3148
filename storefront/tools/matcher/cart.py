"""The matcher for what is in a cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.together.groups import WORST_FIRST, Judged, Partner, VerdictGroup, group_verdicts
from storefront.catalog.together.pairs import ProductPair
from storefront.safety.rules import RULES, Rating
from storefront.safety.verdicts import judge_pair
from storefront.tools.matcher.choices import Choice, choice_of, judge


@dataclass(frozen=True, slots=True)
class PairsOfRating:
    """The pairs of a cart with one rating."""

    rating: Rating
    pairs: tuple[ProductPair, ...]


def with_choice(choice: Choice, held: Sequence[Product]) -> tuple[VerdictGroup, ...]:
    """Judge a choice with each product in the cart; those with which there is nothing to match are left out."""
    judged = []
    for product in held:
        verdict = judge(choice, choice_of(product))
        if verdict.reason == RULES.sentences["unrelated"] or choice.product == product:
            continue
        pair = ProductPair(verdict=verdict, first=choice.product, second=product) if choice.product else None
        judged.append(
            Judged(
                partner=Partner(name=product.translated("name"), url=product.get_absolute_url()),
                rating=verdict.rating,
                reason=pair.reason if pair else _(verdict.reason),
            )
        )
    return group_verdicts(judged)


def everything_in(held: Sequence[Product]) -> tuple[PairsOfRating, ...]:
    """Judge each two products in the cart, the worst first; without those between which there is nothing to match."""
    pairs = [
        ProductPair(verdict=judge_pair(first.facts, second.facts), first=first, second=second)
        for first, second in combinations(held, 2)
    ]
    told = [pair for pair in pairs if pair.verdict.reason != RULES.sentences["unrelated"]]
    found = ((rating, tuple(pair for pair in told if pair.verdict.rating is rating)) for rating in WORST_FIRST)
    return tuple(PairsOfRating(rating, of_rating) for rating, of_rating in found if of_rating)
