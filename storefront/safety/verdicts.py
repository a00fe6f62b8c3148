"""Whether two products go together.

A product's own label comes before the table of its base or material, but a "not with" on either label is never
overruled. Of a lubricant and a barrier the lubricant's label decides, because claims are tested on the lubricant. Of a
lubricant and a toy the worse of the two sides decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, barrier_name, is_external_only, known_kind, may_have_motor, role_of, toy_name
from storefront.safety.rules import RULES, Rating

BASE_ORDER = (Base.WATER, Base.HYBRID, Base.SILICONE, Base.OIL)
_WORST_FIRST = (Rating.NO, Rating.CHECK, Rating.NOT_STATED, Rating.YES, Rating.NA)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rating and the sentence that says why."""

    rating: Rating
    reason: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """One line of the "Goes with" panel on a product page."""

    label: str
    verdict: Verdict


def judge_pair(a: ProductFacts, b: ProductFacts) -> Verdict:
    """Judge whether two products may be used together, in either order."""
    for first, second in ((a, b), (b, a)):
        judge = _JUDGES.get((role_of(first), role_of(second)))
        if judge:
            return judge(first, second)
    return _said(Rating.NA, "unrelated")


def list_pairings(facts: ProductFacts) -> tuple[Pairing, ...]:
    """Return the lines of the "Goes with" panel; empty when there is nothing to match.

    Toys are matched with the four lubricant bases and a condom, lubricants with barriers and toy materials, barriers
    and applicators with the four bases, care products with the toy materials that their labels name. A harness has
    none, because it depends on a toy's measures; `judge_pair` compares those.
    """
    role = role_of(facts)
    if role is Role.LUBRICANT:
        targets = dict.fromkeys(target for row in RULES.lubricant_default_by_base.values() for target in row)
        return tuple(_pairing(target, _lubricant_side(facts, target)) for target in targets)
    if role is Role.CARE:
        named = facts.works_with | facts.check_with | facts.not_with
        targets = dict.fromkeys((*RULES.toy_names.values(), "motorised-toy"))
        return tuple(_pairing(target, _care_side(facts, target)) for target in targets if target in named)
    if role in (Role.TOY, Role.BARRIER, Role.IMPLEMENT):
        bases = tuple(_pairing(base.value, _panel_side(facts, base)) for base in BASE_ORDER)
        return (*bases, _pairing("shared-condom", _shared_condom(facts))) if role is Role.TOY else bases
    return ()


def _said(rating: Rating, sentence: str) -> Verdict:
    return Verdict(rating, RULES.sentences[sentence])


def _pairing(label: str, verdict: Verdict) -> Pairing:
    return Pairing(RULES.labels[label], verdict)


def _worst(*verdicts: Verdict) -> Verdict:
    return min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.rating))


def _declared(facts: ProductFacts, target: str) -> Rating | None:
    """The rating of a target on the product's own label; the strictest if the label has several."""
    sides = ((Rating.NO, facts.not_with), (Rating.CHECK, facts.check_with), (Rating.YES, facts.works_with))
    return next((rating for rating, targets in sides if target in targets), None)


def _verdict(declared: Rating | None, default: Rating | None, *, base: Base | None, target: str) -> Verdict:
    """The label's rating comes before the table's. With neither it is not stated."""
    if declared is Rating.YES and default is not Rating.YES:
        return _said(Rating.YES, "declared_yes")
    rating = declared or default or Rating.NOT_STATED
    return Verdict(rating, RULES.reason(rating, base=base, target=target))


def _lubricant_side(lubricant: ProductFacts, target: str) -> Verdict:
    base = lubricant.base
    default = RULES.lubricant_default_by_base[base].get(target) if base else None
    return _verdict(_declared(lubricant, target), default, base=base, target=target)


def _item_side(item: ProductFacts, base: Base) -> Verdict:
    """Judge a base for a toy, an applicator or a barrier: by its label, or else by its material."""
    target = barrier_name(item) or toy_name(item) or item.material or ""
    row = RULES.toy_default_by_material.get(target) or RULES.toy_default_by_material.get(item.material or "", {})
    return _verdict(_declared(item, base.value), row.get(base), base=base, target=target)


def _panel_side(item: ProductFacts, base: Base) -> Verdict:
    """Judge a base without a certain lubricant: by the item's label, or else by the worse of the two tables."""
    own = _item_side(item, base)
    name = barrier_name(item) or toy_name(item)
    if name is None or (_declared(item, base.value) and role_of(item) is not Role.TOY):
        return own
    default = RULES.lubricant_default_by_base[base].get(name)
    return _worst(own, _verdict(None, default, base=base, target=name))


def _lubricant_and_barrier(lubricant: ProductFacts, barrier: ProductFacts) -> Verdict:
    """The lubricant's claim decides, because claims are tested on lubricants. Without one, the worse side decides."""
    if lubricant.base is None and not (lubricant.works_with or lubricant.check_with or lubricant.not_with):
        return _said(Rating.NOT_STATED, "no_base")
    name = barrier_name(barrier)
    sides = [_lubricant_side(lubricant, name)] if name else []
    if lubricant.base is not None:
        own = _item_side(barrier, lubricant.base)
        is_claimed = name is not None and _declared(lubricant, name) is not None
        if (own.rating is Rating.NO and _declared(barrier, lubricant.base.value)) or not is_claimed:
            sides.append(own)
    return _worst(*sides) if sides else _said(Rating.NOT_STATED, "no_material")


def _lubricant_and_toy(lubricant: ProductFacts, toy: ProductFacts) -> Verdict:
    """The worse side decides. For a material that lubricants do not list, only the toy's side counts."""
    name = toy_name(toy)
    if toy.material is None and not (toy.works_with or toy.check_with or toy.not_with):
        return _said(Rating.NOT_STATED, "no_material")
    if lubricant.base is None:
        claim = _lubricant_side(lubricant, name) if name else None
        return claim if claim and claim.rating is Rating.NO else _said(Rating.NOT_STATED, "no_base")
    toy_side = _item_side(toy, lubricant.base)
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
    is_boiler = known_kind(care) in RULES.kinds.boilers
    if may_have_motor(toy):
        declared = _declared(care, "motorised-toy")
        if is_boiler:
            sides.append(_said(Rating.NO, "boil_motor"))
        elif declared:
            sides.append(_care_side(care, "motorised-toy"))
    elif is_boiler and not toy.sterilisable:
        sides.append(
            _said(*((Rating.NOT_STATED, "boil_unsure") if toy.sterilisable is None else (Rating.NO, "boil_no")))
        )
    return _worst(*sides)


def _harness_and_toy(harness: ProductFacts, toy: ProductFacts) -> Verdict:
    """A toy fits if its base is as wide as the harness needs and its widest part passes through a ring."""
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
