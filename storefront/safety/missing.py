"""Which facts the rules would like to know of a product and are not told: for the merchant who can state them."""

from collections.abc import Callable

from .facts import Base, ProductFacts
from .roles import Role, is_external_only, is_toy, may_be_anal, may_have_motor, role


def missing_facts(facts: ProductFacts) -> tuple[str, ...]:
    """The attributes (slugs of docs/attributes.md) that bear on the safety of what this product is, and are not stated.

    Empty for what is not ours to judge: a product that states nothing and is in none of our categories.
    """
    asked = _ASKED.get(role(facts))
    if asked is None:
        return ()
    wanted = {"kind": facts.kind is not None, **asked(facts)}
    return tuple(slug for slug, stated in wanted.items() if not stated)


def _of_lubricant(facts: ProductFacts) -> dict[str, bool]:
    watery = facts.base in (Base.WATER, Base.HYBRID)
    measured = {
        "osmolality": facts.osmolality is not None,
        "ph": facts.ph is not None,
    }
    return {
        "lubricant-base": facts.base is not None,
        **(measured if watery else {}),
        "works-with": bool(facts.works_with or facts.check_with or facts.not_with),
        "internal-use": facts.internal_use is not None,
        **({} if facts.internal_use is False else {"anal-use": facts.anal_use is not None}),
        "local-anaesthetic": facts.local_anaesthetic is not None,
        "nonoxynol-9": facts.nonoxynol_9 is not None,
    }


def _of_toy(facts: ProductFacts) -> dict[str, bool]:
    wanted = {
        "material": facts.material is not None,
        "internal-use": facts.internal_use is not None,
        "sterilisable": facts.sterilisable is not None,
        "cleaning": bool(facts.cleaning),
    }
    if may_have_motor(facts) or facts.power is None:
        wanted["power"] = facts.power is not None
    if is_external_only(facts):
        return {**wanted, "warnings": bool(facts.warnings)}
    wanted |= {
        "porous": facts.porous is not None,
        "max-diameter": facts.widest_mm is not None,
        "insertable-length": facts.longest_mm is not None,
        "anal-use": facts.anal_use is not None,
    }
    if is_toy(facts) and may_be_anal(facts):
        wanted |= {
            "flared-base": facts.flared_base is not None,
            "base-diameter": facts.base_diameter_mm is not None or bool(facts.sizes),
        }
    return wanted


def _of_harness(facts: ProductFacts) -> dict[str, bool]:
    return {"ring-sizes": bool(facts.ring_sizes_mm), "toy-base-min": facts.toy_base_min_mm is not None}


def _of_material(facts: ProductFacts) -> dict[str, bool]:
    return {"material": facts.material is not None}


def _of_care(facts: ProductFacts) -> dict[str, bool]:
    return {"works-with": bool(facts.works_with or facts.check_with or facts.not_with)}


_ASKED: dict[Role, Callable[[ProductFacts], dict[str, bool]]] = {
    Role.LUBRICANT: _of_lubricant,
    Role.TOY: _of_toy,
    Role.HARNESS: _of_harness,
    Role.BARRIER: _of_material,
    Role.IMPLEMENT: _of_material,
    Role.CARE: _of_care,
}
