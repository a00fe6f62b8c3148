"""The two things that a reader chooses: a kind by its slug, or a product as `p-` and its slug."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from storefront.catalog.models import Listing, Product
from storefront.catalog.selectors import listings_of
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, possible_roles
from storefront.safety.verdicts import Verdict, judge_pair, on_outside_skin
from storefront.tools.matcher.kinds import BARRIERS, BASES, KINDS, TOYS, Kind

PRODUCT = "p-"
"""What comes before the slug of a product; no kind begins so."""
_MOST_PRODUCTS = 200
"""Products in the menu. The page of any other product leads here with the product chosen."""


class UnknownChoice(ValueError):
    """What was asked for is neither a kind nor a product of the market; the text is what was asked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to match: `value` stands in the address. It is of a kind, or a product."""

    value: str
    name: str | LocalizedText
    facts: ProductFacts
    kind: Kind | None = None
    product: Product | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of the menu."""

    value: str
    name: str | LocalizedText


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Entries of the menu under one heading."""

    label: str | LocalizedText
    options: tuple[Option, ...]


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
    if slug == value or len(slug) > 255 or not slug.isprintable():
        raise UnknownChoice(value)
    product = _product(slug, market)
    if product is None:
        raise UnknownChoice(value)
    return choice_of(product)


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
    groups = [
        OptionGroup(_("Lubricants"), _kinds(BASES)),
        OptionGroup(_("Condoms, dams and gloves"), _kinds(BARRIERS)),
        OptionGroup(_("Toys by material"), _kinds(TOYS)),
    ]
    by_category: dict[str | LocalizedText, list[Option]] = {}
    listed: set[str] = set()
    for listing in _listings(market):
        category = listing.product.category
        label = category.translated("name") if category else _("More products")
        choice = choice_of(listing.product)
        by_category.setdefault(label, []).append(Option(choice.value, choice.name))
        listed.add(choice.value)
    more = {each.value: each.name for each in chosen if each and each.product and each.value not in listed}
    for value, name in more.items():
        by_category.setdefault(_("More products"), []).append(Option(value, name))
    return (*groups, *(OptionGroup(label, tuple(options)) for label, options in by_category.items()))


def _kinds(kinds: Sequence[Kind]) -> tuple[Option, ...]:
    return tuple(Option(kind.slug, _(kind.label)) for kind in kinds)


def _listings(market: Market) -> list[Listing]:
    """The first products of the market, without those that have no part in any rule."""
    ordered = listings_of(market).order_by("product__category__position", "product__name", "pk")[:_MOST_PRODUCTS]
    return [each for each in ordered if Role.OTHER not in possible_roles(each.product.facts)]


def _product(slug: str, market: Market) -> Product | None:
    shown = Product.objects.with_category().filter(may_be_sold=True, slug=slug)
    return shown.filter(listings__channel=market.channel, listings__published=True).first()
