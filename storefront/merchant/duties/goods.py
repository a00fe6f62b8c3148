"""Which kinds of goods a product may belong to, for the law. What is not stated counts as possible."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from storefront.safety.choices import Base, Proposition65, RegulatoryClass
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, is_of_known_kind, known_kind, may_go_inside, may_have_motor, role_of


class Goods(StrEnum):
    """A kind of goods that a duty is about."""

    ALL = "all"
    CLASSED = "lubricants, barriers and goods of an unknown kind"
    COSMETIC = "cosmetics"
    MEDICAL_DEVICE = "medical devices"
    LUBRICANT = "lubricants"
    PERSONAL_LUBRICANT = "lubricants that may go inside"
    SILICONE_COSMETIC = "cosmetics with silicone"
    SILICONE_DEVICE = "medical devices with silicone"
    CONDOM = "condoms"
    LIQUID = "liquids"
    BODY_CONTACT = "lubricants, toys, barriers and implements"
    TOY = "toys"
    SEXUAL_DEVICE = "sexual devices"
    ELECTRICAL = "electrical goods"
    BATTERY = "goods sold with a battery"
    LONG_GUARANTEE = "goods with a maker's guarantee of more than two years"
    PROPOSITION_65 = "goods with a Proposition 65 warning"


_TWO_YEARS = 24  # months
_CONDOMS = frozenset({"condoms", "internal-condoms"})
_LIQUID_CARE = frozenset({"toy-wash"})
_BODY_ROLES = frozenset({Role.LUBRICANT, Role.TOY, Role.BARRIER, Role.IMPLEMENT})


def may_belong(goods: Goods, facts: ProductFacts) -> bool:
    """Return whether a product is of this kind, or may be because what decides it is not stated."""
    return _TESTS[goods](facts)


def is_likely(goods: Goods, facts: ProductFacts) -> bool:
    """Return whether shoppers are told that a product is of this kind: it may be, and is not just unknown to the rules.

    The merchant of a hoodie is asked whether it holds a battery; its page does not say how to dispose of one.
    """
    is_guess = facts.power is None and facts.battery is None and not is_of_known_kind(facts)
    return may_belong(goods, facts) and not (is_guess and goods in (Goods.ELECTRICAL, Goods.BATTERY))


def _is_classed(facts: ProductFacts) -> bool:
    return role_of(facts) in (Role.LUBRICANT, Role.BARRIER, Role.OTHER)


def _is_cosmetic(facts: ProductFacts) -> bool:
    if facts.regulatory_class is None:
        return role_of(facts) is Role.LUBRICANT
    return facts.regulatory_class is RegulatoryClass.COSMETIC


def _is_medical_device(facts: ProductFacts) -> bool:
    if facts.regulatory_class is None:
        return _is_condom(facts)
    return facts.regulatory_class is RegulatoryClass.MEDICAL_DEVICE


def _is_lubricant(facts: ProductFacts) -> bool:
    return role_of(facts) is Role.LUBRICANT


def _has_silicone(facts: ProductFacts) -> bool:
    return _is_lubricant(facts) and facts.base in (Base.SILICONE, Base.HYBRID, None)


def _is_condom(facts: ProductFacts) -> bool:
    return known_kind(facts) in _CONDOMS


def _is_liquid(facts: ProductFacts) -> bool:
    return _is_lubricant(facts) or known_kind(facts) in _LIQUID_CARE


def _is_sexual_device(facts: ProductFacts) -> bool:
    if facts.is_sexual_device is not None:
        return facts.is_sexual_device
    return role_of(facts) in (Role.TOY, Role.HARNESS, Role.OTHER)


def _is_electrical(facts: ProductFacts) -> bool:
    if facts.power is None and role_of(facts) in (Role.TOY, Role.OTHER):
        return True
    return may_have_motor(facts)


def _has_battery(facts: ProductFacts) -> bool:
    if facts.battery is None:
        return _is_electrical(facts)
    return facts.battery not in ("none", "not-included")


def _has_long_guarantee(facts: ProductFacts) -> bool:
    return facts.commercial_guarantee_months is not None and facts.commercial_guarantee_months > _TWO_YEARS


_TESTS: Mapping[Goods, Callable[[ProductFacts], bool]] = {
    Goods.ALL: lambda facts: True,
    Goods.CLASSED: _is_classed,
    Goods.COSMETIC: _is_cosmetic,
    Goods.MEDICAL_DEVICE: _is_medical_device,
    Goods.LUBRICANT: _is_lubricant,
    Goods.PERSONAL_LUBRICANT: lambda facts: _is_lubricant(facts) and may_go_inside(facts),
    Goods.SILICONE_COSMETIC: lambda facts: _has_silicone(facts) and _is_cosmetic(facts),
    Goods.SILICONE_DEVICE: lambda facts: _has_silicone(facts) and _is_medical_device(facts),
    Goods.CONDOM: _is_condom,
    Goods.LIQUID: _is_liquid,
    Goods.BODY_CONTACT: lambda facts: role_of(facts) in _BODY_ROLES,
    Goods.TOY: lambda facts: role_of(facts) is Role.TOY,
    Goods.SEXUAL_DEVICE: _is_sexual_device,
    Goods.ELECTRICAL: _is_electrical,
    Goods.BATTERY: _has_battery,
    Goods.LONG_GUARANTEE: _has_long_guarantee,
    Goods.PROPOSITION_65: lambda facts: facts.proposition_65 is Proposition65.WARNING,
}
