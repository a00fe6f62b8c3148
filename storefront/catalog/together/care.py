"""How to clean, keep and combine what was bought, from its present facts: what is not stated is not said.

Present facts, and not those of the day of the order: a mended fact is the safer one, and the product is the same.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.models import Product
from storefront.catalog.pages.fact_rows import care_rows
from storefront.catalog.pages.formatting import format_number, sale_warnings
from storefront.catalog.pages.view_models import FactRow
from storefront.catalog.together.groups import pairing_groups
from storefront.catalog.together.pairs import ProductPair, pairs_to_tell
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.attributes import Gate
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import find_gate_breaks
from storefront.safety.rules import RULES, Rating

_BOILED = frozenset({"cleaning", "sterilisable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCare:
    """The care of one product: lines of its facts, and sentences."""

    name: LocalizedText
    rows: tuple[FactRow, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """The care of what was bought together. `pairs` are those of it that do not go together, or that nobody knows."""

    products: tuple[ProductCare, ...]
    pairs: tuple[ProductPair, ...]

    def __bool__(self) -> bool:
        return bool(self.products or self.pairs)


def care_of(products: Collection[Product]) -> Care:
    """Return the care of these products, which are loaded with their categories. No query."""
    told = (_care_of(product, product.facts) for product in products)
    return Care(
        products=tuple(each for each in told if each.rows or each.sentences), pairs=pairs_to_tell(tuple(products))
    )


def _care_of(product: Product, facts: ProductFacts) -> ProductCare:
    rows = care_rows(product, facts)
    if _may_boil_a_motor(facts):
        rows = tuple(row for row in rows if row.slug not in _BOILED)
    return ProductCare(name=product.translated("name"), rows=rows, sentences=tuple(_sentences(facts)))


def _sentences(facts: ProductFacts) -> Iterator[str]:
    if _may_boil_a_motor(facts):
        never = RULES.sentences["boil_motor"]
        yield _(never)
    if (months := facts.period_after_opening_months) is not None:
        within = ngettext(
            "Use it within %(n)s month of opening. Write the day you open it on the pack.",
            "Use it within %(n)s months of opening. Write the day you open it on the pack.",
            int(months),
        )
        yield within % {"n": format_number(months)}
    for group in pairing_groups(facts):
        for each in group.reasons if group.rating is Rating.NO else ():
            what = ", ".join(str(partner.name) for partner in each.partners)
            told = _("Do not use it with: %(what)s.") % {"what": what}
            yield f"{told} {each.reason}".rstrip()
    yield from sale_warnings(facts)


def _may_boil_a_motor(facts: ProductFacts) -> bool:
    """Whether it is stated that it can be boiled, although it has a motor or may have one."""
    is_boiled = facts.sterilisable or any(method.startswith("boil") for method in facts.cleaning)
    return bool(is_boiled) and any(each.gate is Gate.MOTOR_IS_NOT_BOILED for each in find_gate_breaks(facts))
