"""Which facts the rules need and the merchant has not stated, for the merchant's dashboard."""

from storefront.safety.attributes import AskedOf, Attribute
from storefront.safety.choices import Base
from storefront.safety.facts import ATTRIBUTES, ProductFacts
from storefront.safety.roles import Role, is_external_only, may_be_anal, may_go_inside, role_of


def missing_facts(facts: ProductFacts) -> tuple[str, ...]:
    """Return the slugs of attributes that bear on the safety of this product and are not stated.

    Empty for a product that is none of the shop's kinds and states nothing, such as a T-shirt.
    """
    groups = _groups_of(facts)
    asked = (each for each in ATTRIBUTES.values() if groups.intersection(each.asked_of))
    return tuple(each.slug for each in asked if not _is_answered(facts, each))


def _is_answered(facts: ProductFacts, attribute: Attribute) -> bool:
    return any(facts.states(ATTRIBUTES[slug]) for slug in (attribute.slug, *attribute.stated_by))


def _groups_of(facts: ProductFacts) -> frozenset[AskedOf]:
    """The groups that the product belongs to; what is not stated counts as possible."""
    match role_of(facts):
        case Role.LUBRICANT:
            groups = {
                AskedOf.LUBRICANT: True,
                AskedOf.WATER_OR_HYBRID: facts.base in (Base.WATER, Base.HYBRID),
                AskedOf.INTERNAL_LUBRICANT: may_go_inside(facts),
            }
        case Role.TOY:
            is_inserted = not is_external_only(facts)
            groups = {
                AskedOf.TOY: True,
                AskedOf.EXTERNAL_TOY: not is_inserted,
                AskedOf.INSERTED_TOY: is_inserted,
                AskedOf.ANAL_TOY: is_inserted and may_be_anal(facts),
            }
        case Role.HARNESS:
            groups = {AskedOf.HARNESS: True}
        case Role.BARRIER:
            groups = {AskedOf.BARRIER: True}
        case Role.IMPLEMENT:
            groups = {AskedOf.IMPLEMENT: True}
        case Role.CARE:
            groups = {AskedOf.CARE: True}
        case Role.OTHER:
            groups = {}
    return frozenset(group for group, belongs in groups.items() if belongs)
