"""Two products that are bought together: whether they suit each other, in words that name both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.together.groups import WORST_FIRST, Judged, Partner
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.rules import RULES, Rating
from storefront.safety.verdicts import Verdict, judge_pair

WARNED = (Rating.NO, Rating.CHECK, Rating.NOT_STATED)
"""The ratings that a shopper is told of, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPair:
    """Two products and the verdict on them."""

    verdict: Verdict
    first: Product
    second: Product

    @property
    def names(self) -> tuple[LocalizedText, LocalizedText]:
        """The names of both in the reader's language."""
        return self.first.translated("name"), self.second.translated("name")

    @property
    def reason(self) -> str:
        """Why, in a sentence."""
        return reason_of(self.verdict, *self.names)

    @property
    def text(self) -> str:
        """Both names and the reason in one or two sentences."""
        first, second = self.names
        names = {"first": first, "second": second}
        if self.verdict.rating is Rating.NOT_STATED:
            opening = _("We cannot tell whether %(first)s suits %(second)s:") % names
        else:
            opening = _("%(first)s and %(second)s.") % names
        return f"{opening} {self.reason}".rstrip()


def reason_of(verdict: Verdict, first: str, second: str) -> str:
    """Return why, in a sentence: what the rules say, or the facts that are missing, each with its product's name."""
    if verdict.rating is not Rating.NOT_STATED:
        return _(verdict.reason) if verdict.reason else ""
    missing = [
        _("“%(fact)s” of %(product)s is not stated.")
        % {"fact": _(ATTRIBUTES[each.slug].label), "product": second if each.of_second else first}
        for each in verdict.unstated
        if ATTRIBUTES[each.slug].label
    ]
    return " ".join(missing) or _(verdict.reason)


def pairs_to_tell(products: Sequence[Product], *, with_slug: str | None = None) -> tuple[ProductPair, ...]:
    """Return the pairs that do not go together or of which we cannot tell, the worst first.

    With `with_slug` only those of that product. The products are loaded with their categories. A pair names the two in
    the same order wherever it is told.
    """
    pairs = (
        ProductPair(verdict=judge_pair(first.facts, second.facts), first=first, second=second)
        for first, second in combinations(sorted(products, key=lambda product: (product.name, product.pk)), 2)
        if with_slug is None or with_slug in (first.slug, second.slug)
    )
    return tuple(
        sorted(
            (pair for pair in pairs if pair.verdict.rating in WARNED),
            key=lambda pair: WORST_FIRST.index(pair.verdict.rating),
        )
    )


def judge_with(product: Product, others: Iterable[Product]) -> tuple[Judged, ...]:
    """Judge a product with each of these; those with which there is nothing to match are left out."""
    pairs = (
        ProductPair(verdict=judge_pair(product.facts, other.facts), first=product, second=other)
        for other in others
        if other.pk != product.pk
    )
    return tuple(
        Judged(
            partner=Partner(name=pair.names[1], url=pair.second.get_absolute_url()),
            rating=pair.verdict.rating,
            reason=pair.reason,
        )
        for pair in pairs
        if pair.verdict.reason != RULES.sentences["unrelated"]
    )
