"""Whether two products go together.

A product's own label comes before the table of its base or material, but a "not with" on either label is never
overruled, and no label lifts what always does harm (`[never]` in `rules.toml`). Of a lubricant and a barrier the
lubricant's label decides, because claims are tested on the lubricant. Of a lubricant and a toy the worse of the two
sides decides. What is made for use decides too: oil is for outside skin only.

A verdict is never safer than what is stated. Where a fact that it depends on is not stated, it is "not stated" or "no",
and names the fact. A product whose kind is not known is judged as the worst of all that it may be.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product as every_pair

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.mentions import plain_letters
from storefront.safety.roles import (
    Role,
    barrier_name,
    is_external_only,
    is_motor_unknown,
    known_kind,
    may_go_inside,
    may_have_motor,
    possible_roles,
    role_of,
    toy_name,
)
from storefront.safety.rules import RULES, Rating, active_rules

BASE_ORDER = (Base.WATER, Base.HYBRID, Base.SILICONE, Base.OIL)
_WORST_FIRST = (Rating.NO, Rating.CHECK, Rating.NOT_STATED, Rating.YES, Rating.NA)


@dataclass(frozen=True, slots=True)
class Unstated:
    """A fact that a verdict lacks: the slug of its attribute, and whether it is the second product's."""

    slug: str
    of_second: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rating and the sentence that says why. `unstated` are the facts without which it cannot be told."""

    rating: Rating
    reason: str
    unstated: tuple[Unstated, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """One line of the "Goes with" panel on a product page. `target` is what it is about, as in a label's lists."""

    target: str
    label: str
    verdict: Verdict


def judge_pair(a: ProductFacts, b: ProductFacts) -> Verdict:
    """Judge whether two products may be used together, in either order."""
    roles_of_a, roles_of_b = possible_roles(a), possible_roles(b)
    if Role.OTHER in roles_of_a | roles_of_b:
        return _said(Rating.NA, "unrelated")
    verdicts = [_judge_as(a, b, roles) for roles in every_pair(roles_of_a, roles_of_b)]
    if len(verdicts) == 1:
        return verdicts[0]
    worst = _worst(*verdicts)
    if worst.rating is Rating.NO:
        return worst
    unknown = (Unstated("kind", of_second=False), Unstated("kind", of_second=True))
    return replace(
        _said(Rating.NOT_STATED, "no_kind"),
        unstated=tuple(each for each, roles in zip(unknown, (roles_of_a, roles_of_b), strict=True) if len(roles) > 1),
    )


def list_pairings(facts: ProductFacts) -> tuple[Pairing, ...]:
    """Return the lines of the "Goes with" panel; empty when there is nothing to match.

    Toys are matched with the four lubricant bases and a condom, lubricants with barriers and toy materials, barriers
    and applicators with the four bases, care products with the toy materials that their labels name. A harness has
    none, because it depends on a toy's measures; `judge_pair` compares those.
    """
    role = role_of(facts)
    if role is Role.LUBRICANT:
        targets = dict.fromkeys(target for row in active_rules().lubricant_default_by_base.values() for target in row)
        return tuple(_pairing(target, _with_target(facts, target)) for target in targets)
    if role is Role.CARE:
        named = facts.works_with | facts.check_with | facts.not_with
        targets = dict.fromkeys((*RULES.toy_names.values(), "motorised-toy"))
        return tuple(_pairing(target, _care_side(facts, target)) for target in targets if target in named)
    if role in (Role.TOY, Role.BARRIER, Role.IMPLEMENT):
        bases = tuple(_pairing(base.value, _panel_side(facts, base)) for base in BASE_ORDER)
        return (*bases, _pairing("shared-condom", _shared_condom(facts))) if role is Role.TOY else bases
    return ()


def judge_target(facts: ProductFacts, target: str) -> Verdict:
    """Judge a product with what labels name, such as `latex-condom` or `water`; not stated where no rule knows it."""
    listed = next((each.verdict for each in list_pairings(facts) if each.target == target), None)
    return listed or Verdict(Rating.NOT_STATED, RULES.reason(Rating.NOT_STATED, base=None, target=target))


def judge_absence(facts: ProductFacts, ingredient: str) -> Verdict:
    """Judge whether a product is free from an ingredient: by its own claim, if nothing else it states denies that."""
    contained = {"local-anaesthetic": facts.local_anaesthetic, "nonoxynol-9": facts.nonoxynol_9}.get(ingredient)
    named = (*facts.allergens, *facts.mentions.contained, *facts.mentions.hinted, facts.material or "")
    is_listed = ingredient.replace("-", " ") in plain_letters(facts.ingredients or "").replace("-", " ")
    is_denied = contained or is_listed or any(ingredient in each for each in named)
    return (
        _said(Rating.YES, "declared_free")
        if ingredient in facts.free_from and not is_denied
        else (_said(Rating.NOT_STATED, "free_denied" if ingredient in facts.free_from else "free_unsure"))
    )


def on_outside_skin(verdict: Verdict) -> Verdict:
    """What the table says of oil and a toy material, with the use: never with a toy that goes inside."""
    return _worst(_said(Rating.CHECK, "oil_toys"), verdict)


def unheeded_claims(facts: ProductFacts) -> tuple[str, ...]:
    """Return what the product's label says it works with and what always does harm, as slugs: a fault to mend."""
    own = frozenset(filter(None, (facts.material, barrier_name(facts))))
    never = active_rules().never
    bases = {base for base, targets in never.items() if targets & own}
    harmed = never.get(facts.base, frozenset()) if facts.base else frozenset()
    return tuple(sorted(facts.works_with & (harmed | {base.value for base in bases})))


def _said(rating: Rating, sentence: str) -> Verdict:
    return Verdict(rating, RULES.sentences[sentence])


def _lacking(sentence: str, slug: str, *, of_second: bool) -> Verdict:
    return Verdict(Rating.NOT_STATED, RULES.sentences[sentence], (Unstated(slug, of_second=of_second),))


def _pairing(target: str, verdict: Verdict) -> Pairing:
    return Pairing(target, RULES.labels[target], verdict)


def _worst(*verdicts: Verdict) -> Verdict:
    return min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.rating))


def _certain(*verdicts: Verdict) -> Verdict:
    """The worst of several sides that all count: where one is not stated, only a "no" is certain."""
    worst = _worst(*verdicts)
    if worst.rating is Rating.NO:
        return worst
    return next((each for each in verdicts if each.rating is Rating.NOT_STATED), worst)


def _judge_as(a: ProductFacts, b: ProductFacts, roles: tuple[Role, Role]) -> Verdict:
    if judge := _JUDGES.get(roles):
        return judge(a, b)
    if judge := _JUDGES.get((roles[1], roles[0])):
        verdict = judge(b, a)
        swapped = tuple(Unstated(each.slug, of_second=not each.of_second) for each in verdict.unstated)
        return replace(verdict, unstated=swapped)
    return _said(Rating.NA, "unrelated")


def _declared(facts: ProductFacts, target: str) -> Rating | None:
    """The rating of a target on the product's own label; the strictest if the label has several."""
    sides = ((Rating.NO, facts.not_with), (Rating.CHECK, facts.check_with), (Rating.YES, facts.works_with))
    return next((rating for rating, targets in sides if target in targets), None)


def _verdict(
    item: ProductFacts, target: str, default: Rating | None, *, base: Base | None, about: str, is_first: bool
) -> Verdict:
    """Judge one side: the label's rating comes before the table's. With neither it is not stated.

    `target` is what the label may name, `about` what the sentence is about. A label that rules something out which
    cannot be read may rule out this.
    """
    declared = _declared(item, target)
    if default is Rating.NO and base is not None and _is_never(base, about, item.material, target):
        return Verdict(Rating.NO, RULES.reason(Rating.NO, base=base, target=about, is_ours=True))
    rating = declared or default
    unread = next((slug for slug in ("not-with", "check-with") if slug in item.unclear), None)
    if unread and rating is not Rating.NO:
        return _lacking("unread_label", unread, of_second=not is_first)
    if rating is None:
        reason = RULES.reason(Rating.NOT_STATED, base=base, target=about)
        return Verdict(Rating.NOT_STATED, reason, (Unstated("works-with", of_second=not is_first),))
    if declared is Rating.YES and default is not Rating.YES:
        return _said(Rating.YES, "declared_yes")
    return Verdict(rating, RULES.reason(rating, base=base, target=about, is_ours=declared is None))


def _is_never(base: Base, *names: str | None) -> bool:
    """Whether a base always does harm to one of these materials or things, whatever a label says."""
    return not active_rules().never.get(base, frozenset()).isdisjoint(names)


def _lubricant_side(lubricant: ProductFacts, target: str) -> Verdict:
    """Judge a lubricant by its label or its base for a barrier or a toy material such as `latex-condom`."""
    base = lubricant.base
    if base is None and _declared(lubricant, target) is not Rating.NO:
        return _lacking("no_base", "lubricant-base", of_second=False)
    default = active_rules().lubricant_default_by_base[base].get(target) if base else None
    return _verdict(lubricant, target, default, base=base, about=target, is_first=True)


def _with_target(lubricant: ProductFacts, target: str) -> Verdict:
    """Judge a lubricant for a line of its panel: a barrier, or toys of a material."""
    verdict = _lubricant_side(lubricant, target)
    is_toy = target in RULES.toy_names.values()
    return on_outside_skin(verdict) if is_toy and lubricant.base is Base.OIL else verdict


def _item_side(item: ProductFacts, base: Base) -> Verdict:
    """Judge a base for a toy, an applicator or a barrier: by its label, or else by its material."""
    target = barrier_name(item) or toy_name(item) or item.material or ""
    table = active_rules().toy_default_by_material
    row = table.get(target) or table.get(item.material or "", {})
    side = _verdict(item, base.value, row.get(base), base=base, about=target, is_first=False)
    if item.material is None and side.rating is not Rating.NO:
        return _lacking("no_material", "material", of_second=True)
    return side


def _for_outside(toy: ProductFacts, base: Base, verdict: Verdict) -> Verdict:
    """Oil stays on outside skin, whatever a toy that goes inside is made of."""
    if base is not Base.OIL or not may_go_inside(toy):
        return verdict
    if toy.internal_use:
        return _worst(verdict, _said(Rating.NO, "oil_outside"))
    return _certain(verdict, _lacking("oil_outside_unsure", "internal-use", of_second=True))


def _panel_side(item: ProductFacts, base: Base) -> Verdict:
    """Judge a base without a certain lubricant: by the item's label, or else by the worse of the two tables."""
    own = _item_side(item, base)
    name = barrier_name(item) or toy_name(item)
    if role_of(item) is Role.TOY:
        own = _for_outside(item, base, own)
    if name is None or (_declared(item, base.value) and role_of(item) is not Role.TOY):
        return own
    default = active_rules().lubricant_default_by_base[base].get(name, Rating.NOT_STATED)
    return _worst(own, Verdict(default, RULES.reason(default, base=base, target=name, is_ours=True)))


def _lubricant_and_barrier(lubricant: ProductFacts, barrier: ProductFacts) -> Verdict:
    """The lubricant's claim decides, because claims are tested on lubricants. Without one, the worse side decides."""
    name = barrier_name(barrier)
    sides = [_lubricant_side(lubricant, name)] if name else []
    if lubricant.base is None:
        return _certain(*sides, _lacking("no_base", "lubricant-base", of_second=False))
    own = _item_side(barrier, lubricant.base)
    if name is None:
        # Without the kind and the material that the tests were made with, the barrier's own claim proves nothing.
        is_known = known_kind(barrier) is not None and barrier.material in active_rules().toy_default_by_material
        unknown = _unknown_material(barrier)
        return own if own.rating is Rating.NO or is_known else unknown
    is_claimed = _declared(lubricant, name) is not None
    is_ruled_out = own.rating is Rating.NO and (
        _declared(barrier, lubricant.base.value) is Rating.NO or _is_never(lubricant.base, barrier.material)
    )
    is_unread = own.rating is Rating.NOT_STATED and bool(own.unstated)
    return _certain(*sides, own) if is_ruled_out or is_unread or not is_claimed else sides[0]


def _unknown_material(barrier: ProductFacts) -> Verdict:
    if barrier.material is None:
        return _lacking("no_material", "material", of_second=True)
    if known_kind(barrier) is None:
        return _lacking("no_kind", "kind", of_second=True)
    return _said(Rating.NOT_STATED, "unknown_material")


def _lubricant_and_toy(lubricant: ProductFacts, toy: ProductFacts) -> Verdict:
    """The worse side decides. For a material that lubricants do not list, only the toy's side counts."""
    name = toy_name(toy)
    claim = [_lubricant_side(lubricant, name)] if name else []
    if lubricant.base is None:
        return _certain(*claim, _lacking("no_base", "lubricant-base", of_second=False))
    return _certain(*claim, _for_outside(toy, lubricant.base, _item_side(toy, lubricant.base)))


def _lubricant_and_implement(lubricant: ProductFacts, implement: ProductFacts) -> Verdict:
    """An applicator only carries the lubricant, so use does not count."""
    if lubricant.base is None:
        return _lacking("no_base", "lubricant-base", of_second=False)
    return _item_side(implement, lubricant.base)


def _shared_condom(toy: ProductFacts) -> Verdict:
    if is_external_only(toy):
        return _said(Rating.NA, "condom_external")
    if toy.internal_use:
        return _said(Rating.YES, "condom_shared")
    return _lacking("condom_unsure", "internal-use", of_second=True)


def _barrier_and_toy(barrier: ProductFacts, toy: ProductFacts) -> Verdict:
    if known_kind(barrier) is None:
        return _lacking("no_kind", "kind", of_second=False)
    return _shared_condom(toy) if known_kind(barrier) == "condoms" else _said(Rating.NA, "unrelated")


def _two_barriers(a: ProductFacts, b: ProductFacts) -> Verdict:
    kinds = {known_kind(a), known_kind(b)}
    if kinds == {"condoms", "internal-condoms"}:
        return _said(Rating.NO, "one_condom")
    return _said(Rating.NA, "unrelated")


def _care_side(care: ProductFacts, target: str) -> Verdict:
    return _verdict(care, target, None, base=None, about=target, is_first=True)


def _care_and_toy(care: ProductFacts, toy: ProductFacts) -> Verdict:
    name = toy_name(toy)
    sides = [_care_side(care, name) if name else _lacking("no_material", "material", of_second=True)]
    kind = known_kind(care)
    if kind is None:
        sides.append(_lacking("no_kind", "kind", of_second=False))
    is_boiler = kind in RULES.kinds.boilers
    if may_have_motor(toy):
        if is_boiler:
            sides.append(_said(Rating.NO, "boil_motor"))
        elif _declared(care, "motorised-toy"):
            sides.append(_care_side(care, "motorised-toy"))
    elif is_boiler:
        sides += _boiling(toy)
    elif is_motor_unknown(toy) and _declared(care, "motorised-toy") not in (None, Rating.YES):
        sides.append(_lacking("power_unsure", "power", of_second=True))
    return _certain(*sides)


def _boiling(toy: ProductFacts) -> list[Verdict]:
    if toy.sterilisable is False:
        return [_said(Rating.NO, "boil_no")]
    if is_motor_unknown(toy):
        return [_lacking("power_unsure", "power", of_second=True)]
    return [] if toy.sterilisable else [_lacking("boil_unsure", "sterilisable", of_second=True)]


def _harness_and_toy(harness: ProductFacts, toy: ProductFacts) -> Verdict:
    """A toy fits if its base is as wide as the harness needs and its widest part passes through a ring."""
    if is_external_only(toy) or toy.flared_base is False:
        return _said(Rating.NO, "harness_external")
    base, widest, ring = toy.base_diameter_mm, toy.widest_mm, max(harness.ring_sizes_mm, default=None)
    needed = harness.toy_base_min_mm
    if base is not None and ((needed is not None and base < needed) or (ring is not None and base <= ring)):
        return _said(Rating.NO, "harness_narrow")
    if widest is not None and ring is not None and widest > ring:
        return _said(Rating.NO, "harness_wide")
    needs = (
        (base, "base-diameter", True),
        (widest, "max-diameter", True),
        (toy.flared_base, "flared-base", True),
        (known_kind(toy), "kind", True),
        (ring, "ring-sizes", False),
        (needed, "toy-base-min", False),
    )
    lacking = tuple(Unstated(slug, of_second=of_second) for value, slug, of_second in needs if value is None)
    if lacking:
        return replace(_said(Rating.NOT_STATED, "harness_unsure"), unstated=lacking)
    return _said(
        *((Rating.YES, "harness_fits") if known_kind(toy) == "harness-toy" else (Rating.CHECK, "harness_other"))
    )


_JUDGES: dict[tuple[Role, Role], Callable[[ProductFacts, ProductFacts], Verdict]] = {
    (Role.LUBRICANT, Role.BARRIER): _lubricant_and_barrier,
    (Role.LUBRICANT, Role.IMPLEMENT): _lubricant_and_implement,
    (Role.LUBRICANT, Role.TOY): _lubricant_and_toy,
    (Role.BARRIER, Role.BARRIER): _two_barriers,
    (Role.BARRIER, Role.TOY): _barrier_and_toy,
    (Role.CARE, Role.TOY): _care_and_toy,
    (Role.HARNESS, Role.TOY): _harness_and_toy,
}
