"""What other rules would change: values, products and verdicts, before anyone puts them in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.safety_rules.judging import mentions_of
from storefront.catalog.safety_rules.wording import RATINGS, in_words, label_of
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import find_gate_breaks, may_be_suggested, sale_refusal
from storefront.safety.rules import Rating, Rules, judging_by
from storefront.safety.rules.editing import (
    EDITABLE,
    Changes,
    Section,
    changed_paths,
    laxer_paths,
    rules_with,
    value_of,
)
from storefront.safety.stages import STAGES, check_stage_limits
from storefront.safety.verdicts import judge_pair

MOST_PAIRS = 40_000
"""Pairs of products that are compared; about a second. What is left out is said."""
SHOWN = 100
_READ_WORDS = (Section.BANNED, Section.WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A rule that changes, in words."""

    label: str
    before: str
    after: str
    is_laxer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """A product for which something changes; `what` are sentences."""

    name: str
    slug: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChange:
    """Two products whose verdict changes, in words."""

    first: str
    second: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything that would change. `pairs` are the first ones of `pair_count`; `left_out` pairs were not compared."""

    values: tuple[ValueChange, ...]
    products: tuple[ProductChange, ...]
    pairs: tuple[PairChange, ...]
    pair_count: int
    left_out: int

    @property
    def is_laxer(self) -> bool:
        """Whether a second person has to accept it."""
        return any(value.is_laxer for value in self.values)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the rules say of one product."""

    is_sold: bool
    is_suggested: bool
    gates: frozenset[str]
    sentences: dict[str, str]
    stages: frozenset[str]


def preview(before: Changes, after: Changes) -> Preview:
    """Judge every product by both sets of rules. Two queries; the database is not written."""
    paths, laxer = changed_paths(before, after), laxer_paths(before, after)
    values = tuple(
        ValueChange(
            label=label_of(path),
            before=in_words(path, value_of(before, path)),
            after=in_words(path, value_of(after, path)),
            is_laxer=path in laxer,
        )
        for path in paths
    )
    if not paths:
        return Preview(values=(), products=(), pairs=(), pair_count=0, left_out=0)
    products = list(Product.objects.with_category().prefetch_related("variants"))
    reads_words = any(EDITABLE[path].section in _READ_WORDS for path in paths)
    old, new = rules_with(before), rules_with(after)
    facts = [(_facts(product, old, reads_words), _facts(product, new, reads_words)) for product in products]
    names = [product.name for product in products]
    changed = tuple(_product_changes(products, names, facts, old, new))
    pairs, count, left_out = _pair_changes(names, facts, old, new)
    return Preview(values=values, products=changed, pairs=tuple(pairs), pair_count=count, left_out=left_out)


def _facts(product: Product, rules: Rules, reads_words: bool) -> ProductFacts:
    if not reads_words:
        return product.facts
    with judging_by(rules):
        return replace(product.facts, mentions=mentions_of(product, [each.name for each in product.variants.all()]))


def _product_changes(
    products: Sequence[Product],
    names: Sequence[str],
    facts: Sequence[tuple[ProductFacts, ProductFacts]],
    old: Rules,
    new: Rules,
) -> Iterator[ProductChange]:
    for product, name, (was, is_now) in zip(products, names, facts, strict=True):
        what = tuple(_differences(_outcome(was, old), _outcome(is_now, new)))
        if what:
            yield ProductChange(name=name, slug=product.slug, what=what)


def _outcome(facts: ProductFacts, rules: Rules) -> _Outcome:
    with judging_by(rules):
        breaks = find_gate_breaks(facts)
        return _Outcome(
            is_sold=sale_refusal(facts) is None,
            is_suggested=may_be_suggested(facts),
            gates=frozenset(each.gate for each in breaks),
            sentences={each.gate: each.sentence for each in breaks},
            stages=frozenset(stage.slug for stage in STAGES if check_stage_limits(facts, stage.slug).is_suitable),
        )


def _differences(before: _Outcome, after: _Outcome) -> Iterator[str]:
    if before.is_sold != after.is_sold:
        yield _("Can be sold again.") if after.is_sold else _("Is no longer sold.")
    if before.is_suggested != after.is_suggested:
        yield _("Can be suggested again.") if after.is_suggested else _("Is no longer suggested.")
    for gate in sorted(after.gates - before.gates):
        yield _(after.sentences[gate])
    for gate in sorted(before.gates - after.gates):
        yield _("No longer: %(sentence)s") % {"sentence": _(before.sentences[gate])}
    if lost := _titles(before.stages - after.stages):
        yield _("No longer suits these stages: %(stages)s.") % {"stages": lost}
    if won := _titles(after.stages - before.stages):
        yield _("Now suits these stages: %(stages)s.") % {"stages": won}


def _titles(stages: frozenset[str]) -> str:
    return ", ".join(_(stage.title) for stage in STAGES if stage.slug in stages)


def _pair_changes(
    names: Sequence[str], facts: Sequence[tuple[ProductFacts, ProductFacts]], old: Rules, new: Rules
) -> tuple[list[PairChange], int, int]:
    found: list[PairChange] = []
    count = compared = 0
    for first, second in combinations(range(len(facts)), 2):
        if compared == MOST_PAIRS:
            break
        compared += 1
        before, after = _rating(facts, 0, first, second, old), _rating(facts, 1, first, second, new)
        if before is not after:
            count += 1
            if len(found) < SHOWN:
                pair = PairChange(first=names[first], second=names[second], before=_rated(before), after=_rated(after))
                found.append(pair)
    return found, count, len(facts) * (len(facts) - 1) // 2 - compared


def _rating(
    facts: Sequence[tuple[ProductFacts, ProductFacts]], side: int, first: int, second: int, rules: Rules
) -> Rating:
    with judging_by(rules):
        return judge_pair(facts[first][side], facts[second][side]).rating


def _rated(rating: Rating) -> str:
    if rating in RATINGS:
        return str(RATINGS[rating])
    return _("Does not apply") if rating is Rating.NA else _("Not stated")
