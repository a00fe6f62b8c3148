"""Does this go with that? Order of rules: `rules.toml`, `precedence`.

One thing is stricter than the written order: an outright "not with" on either label is never overruled.
"""

from collections.abc import Callable
from dataclasses import dataclass

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, barrier_name, is_external_only, known_kind, may_have_motor, role, toy_name
from storefront.safety.rules import RULES, Rating

BASES = (Base.WATER, Base.HYBRID, Base.SILICONE, Base.OIL)
_WORST_FIRST = (Rating.NO, Rating.CHECK, Rating.NOT_STATED, Rating.YES, Rating.NA)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rating and the sentence that says why."""

    rating: Rating
    reason: str

    @property
    def word(self) -> str:
        """The rating in words, as on a badge."""
        return RULES.words[self.rating]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One line of a product page's "Goes with" panel."""

    label: str
    verdict: Verdict


def goes_together(a: ProductFacts, b: ProductFacts) -> Verdict:
    """Whether two products may be used together. The order of the two makes no difference."""
    for first, second in ((a, b), (b, a)):
        judge = _JUDGES.get((role(first), role(second)))
        if judge:
            return judge(first, second)
    return _said(Rating.NA, "unrelated")


def goes_with(facts: ProductFacts) -> tuple[Pairing, ...]:
    """The "Goes with" panel of a product page; empty when there is nothing to match.

    A toy: the four lubricant bases and a condom. A lubricant: barriers and toy materials. A barrier, an
    applicator: the four bases. Care: the toy materials that its label names. A harness: none (it depends on
    a toy's measures; ask `goes_together`).
    """
    part = role(facts)
    if part is Role.LUBRICANT:
        targets = dict.fromkeys(target for row in RULES.lubricant_default_by_base.values() for target in row)
        return tuple(_pairing(target, _lubricant_side(facts, target)) for target in targets)
    if part is Role.CARE:
        named = facts.works_with | facts.check_with | facts.not_with
        targets = dict.fromkeys((*RULES.toy_names.values(), "motorised-toy"))
        return tuple(_pairing(target, _care_side(facts, target)) for target in targets if target in named)
    if part in (Role.TOY, Role.BARRIER, Role.IMPLEMENT):
        bases = tuple(_pairing(base.value, _panel_side(facts, base)) for base in BASES)
        return (*bases, _pairing("shared-condom", _shared_condom(facts))) if part is Role.TOY else bases
    return ()


def _said(rating: Rating, sentence: str) -> Verdict:
    return Verdict(rating, RULES.sentences[sentence])


def _pairing(label: str, verdict: Verdict) -> Pairing:
    return Pairing(RULES.labels[label], verdict)


def _worst(*verdicts: Verdict) -> Verdict:
    return min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.rating))


def _declared(facts: ProductFacts, target: str) -> Rating | None:
    """What the product's own label says of a target; the strictest, if it says two things."""
    sides = ((Rating.NO, facts.not_with), (Rating.CHECK, facts.check_with), (Rating.YES, facts.works_with))
    return next((rating for rating, targets in sides if target in targets), None)


def _verdict(declared: Rating | None, default: Rating | None, *, base: Base | None, target: str) -> Verdict:
    """A product's own word beats the table; with neither it is not stated."""
    if declared is Rating.YES and default is not Rating.YES:
        return _said(Rating.YES, "declared_yes")
    rating = declared or default or Rating.NOT_STATED
    return Verdict(rating, RULES.reason(rating, base=base, target=target))


def _lubricant_side(lubricant: ProductFacts, target: str) -> Verdict:
    base = lubricant.base
    default = RULES.lubricant_default_by_base[base].get(target) if base else None
    return _verdict(_declared(lubricant, target), default, base=base, target=target)


def _other_side(thing: ProductFacts, base: Base) -> Verdict:
    """What a toy, an applicator or a barrier says of a base: its label, else its material."""
    target = barrier_name(thing) or toy_name(thing) or thing.material or ""
    row = RULES.toy_default_by_material.get(target) or RULES.toy_default_by_material.get(thing.material or "", {})
    return _verdict(_declared(thing, base.value), row.get(base), base=base, target=target)


def _panel_side(thing: ProductFacts, base: Base) -> Verdict:
    """A base with no lubricant in hand: a product's own word, else the worse of the two tables."""
    own = _other_side(thing, base)
    name = barrier_name(thing) or toy_name(thing)
    if name is None or (_declared(thing, base.value) and role(thing) is not Role.TOY):
        return own
    default = RULES.lubricant_default_by_base[base].get(name)
    return _worst(own, _verdict(None, default, base=base, target=name))


def _lubricant_and_barrier(lubricant: ProductFacts, barrier: ProductFacts) -> Verdict:
    """The lubricant's claim decides, for it is what is tested. Without one, the worse of what is known."""
    if lubricant.base is None and not (lubricant.works_with or lubricant.check_with or lubricant.not_with):
        return _said(Rating.NOT_STATED, "no_base")
    name = barrier_name(barrier)
    sides = [_lubricant_side(lubricant, name)] if name else []
    if lubricant.base is not None:
        own = _other_side(barrier, lubricant.base)
        claimed = name is not None and _declared(lubricant, name) is not None
        if (own.rating is Rating.NO and _declared(barrier, lubricant.base.value)) or not claimed:
            sides.append(own)
    return _worst(*sides) if sides else _said(Rating.NOT_STATED, "no_material")


def _lubricant_and_toy(lubricant: ProductFacts, toy: ProductFacts) -> Verdict:
    """The worse of the two sides. A material that no lubricant names is judged by the toy's side alone."""
    name = toy_name(toy)
    if toy.material is None and not (toy.works_with or toy.check_with or toy.not_with):
        return _said(Rating.NOT_STATED, "no_material")
    if lubricant.base is None:
        claim = _lubricant_side(lubricant, name) if name else None
        return claim if claim and claim.rating is Rating.NO else _said(Rating.NOT_STATED, "no_base")
    toy_side = _other_side(toy, lubricant.base)
    return _worst(_lubricant_side(lubricant, name), toy_side) if name else toy_side


def _shared_condom(toy: ProductFacts) -> Verdict:
    if is_external_only(toy):
        return _said(Rating.NA, "condom_external")
    return _said(Rating.YES, "condom_shared") if toy.internal_use else _said(Rating.NOT_STATED, "condom_unsure")


def _barrier_and_toy(barrier: ProductFacts, toy: ProductFacts) -> Verdict:
    if known_kind(barrier) != "condoms":
        return _said(Rating.NA, "unrelated")
    return _shared_condom(toy)


def _care_side(care: ProductFacts, target: str) -> Verdict:
    return _verdict(_declared(care, target), None, base=None, target=target)


def _care_and_toy(care: ProductFacts, toy: ProductFacts) -> Verdict:
    name = toy_name(toy)
    sides = [_care_side(care, name) if name else _said(Rating.NOT_STATED, "no_material")]
    boils = known_kind(care) in RULES.kinds.boilers
    if may_have_motor(toy):
        declared = _declared(care, "motorised-toy")
        if boils:
            sides.append(_said(Rating.NO, "boil_motor"))
        elif declared:
            sides.append(_care_side(care, "motorised-toy"))
    elif boils and not toy.sterilisable:
        sides.append(
            _said(*((Rating.NOT_STATED, "boil_unsure") if toy.sterilisable is None else (Rating.NO, "boil_no")))
        )
    return _worst(*sides)


def _harness_and_toy(harness: ProductFacts, toy: ProductFacts) -> Verdict:
    """A toy holds when its base is as wide as the harness asks and its widest part passes a ring."""
    if is_external_only(toy) or toy.flared_base is False:
        return _said(Rating.NO, "harness_external")
    base, widest, ring = toy.base_diameter_mm, toy.widest_mm, max(harness.ring_sizes_mm, default=None)
    needed = harness.toy_base_min_mm or ring
    if base is not None and needed is not None and (base < needed or (ring is not None and base <= ring)):
        return _said(Rating.NO, "harness_narrow")
    if widest is not None and ring is not None and widest > ring:
        return _said(Rating.NO, "harness_wide")
    if base is None or needed is None or widest is None or ring is None or toy.flared_base is None:
        return _said(Rating.NOT_STATED, "harness_unsure")
    return _said(
        *((Rating.YES, "harness_fits") if known_kind(toy) == "harness-toy" else (Rating.CHECK, "harness_other"))
    )


_JUDGES: dict[tuple[Role, Role], Callable[[ProductFacts, ProductFacts], Verdict]] = {
    (Role.LUBRICANT, Role.BARRIER): _lubricant_and_barrier,
    (Role.LUBRICANT, Role.IMPLEMENT): _lubricant_and_toy,
    (Role.LUBRICANT, Role.TOY): _lubricant_and_toy,
    (Role.BARRIER, Role.TOY): _barrier_and_toy,
    (Role.CARE, Role.TOY): _care_and_toy,
    (Role.HARNESS, Role.TOY): _harness_and_toy,
}
