"""The two things that a reader chooses: a kind by its slug, or a product as `p-` and its slug."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, possible_roles
from storefront.safety.verdicts import Verdict, judge_pair, on_outside_skin
from storefront.tools.matcher.kinds import BARRIERS, BASES, KINDS, TOYS, Kind
from storefront.tools.product_menu import (
    Option,
    OptionGroup,
    UnknownChoice,
    find_product,
    menu_products,
    product_groups,
)

PRODUCT = "p-"
"""What comes before the slug of a product; no kind begins so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to match: `value` stands in the address. It is of a kind, or a product."""

    value: str
    name: str | LocalizedText
    facts: ProductFacts
    kind: Kind | None = None
    product: Product | None = None


def read_choice(values: Sequence[str], market: Market) -> Choice | None:
    """Return what the values of one query parameter choose; None for nothing. At most one query.

    Raises UnknownChoice.
    """
    if len(values) > 1:
        raise UnknownChoice(", ".join(values))
    value = values[0] if values else ""
    if not value:
        return None
    if kind := KINDS.get(value):
        return Choice(value, _(kind.label), kind.facts, kind=kind)
    slug = value.removeprefix(PRODUCT)
    if slug == value:
        raise UnknownChoice(value)
    try:
        return choice_of(find_product(slug, market))
    except UnknownChoice:
        raise UnknownChoice(value) from None


def choice_of(product: Product) -> Choice:
    """The choice of a product."""
    return Choice(f"{PRODUCT}{product.slug}", product.translated("name"), product.facts, product=product)


def judge(one: Choice, other: Choice) -> Verdict:
    """Judge two choices by the rules.

    Of a kind of toy it is not said whether it goes inside. With oil the verdict names both uses; with anything else the
    toy counts as one that does.
    """
    verdict = judge_pair(_against(one, other), _against(other, one))
    has_oil = Base.OIL in (one.facts.base, other.facts.base)
    return on_outside_skin(verdict) if has_oil and (one.kind in TOYS or other.kind in TOYS) else verdict


def _against(choice: Choice, other: Choice) -> ProductFacts:
    is_lubricant = Role.LUBRICANT in possible_roles(other.facts)
    return replace(choice.facts, internal_use=True) if choice.kind in TOYS and not is_lubricant else choice.facts


def option_groups(market: Market, chosen: Sequence[Choice | None]) -> tuple[OptionGroup, ...]:
    """Return the menu: kinds, then products that the rules can match, by category. One query.

    A chosen product is in it even if the menu is too short for all.
    """
    products = [each for each in menu_products(market) if Role.OTHER not in possible_roles(each.facts)]
    named = [each.product for each in chosen if each and each.product]
    return (
        OptionGroup(_("Lubricants"), _kinds(BASES)),
        OptionGroup(_("Condoms, dams and gloves"), _kinds(BARRIERS)),
        OptionGroup(_("Toys by material"), _kinds(TOYS)),
        *product_groups(products, chosen=named, value=lambda product: choice_of(product).value),
    )


def _kinds(kinds: Sequence[Kind]) -> tuple[Option, ...]:
    return tuple(Option(kind.slug, _(kind.label)) for kind in kinds)
