"""Every attribute of the registry is shown where the registry says, and one that it does not know is shown plainly."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from storefront.catalog.listing import filters
from storefront.catalog.listing.filters import ATTRIBUTE_FACETS
from storefront.catalog.models import Product
from storefront.catalog.pages.fact_rows import fact_rows, maker_rows
from storefront.catalog.pages.formatting import translate_name
from storefront.catalog.selectors import product_list
from storefront.core.markets import default_market
from storefront.safety.attributes import Table
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.value_types import Choice, Choices, Count, EnumChoice, Flag, Number, Sizes, Widths
from tests.catalog.factories import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]


def everything(kind: str) -> dict[str, object]:
    """Every attribute of the registry, and one that it does not know, stated in some form, and no banned ingredient."""
    stated: dict[str, object] = {"engraving": ["initials"]}
    for attribute in ATTRIBUTES.values():
        match attribute.value:
            case Choice() | EnumChoice() | Choices():
                stated[attribute.slug] = [next(iter(attribute.names), "plain")]
            case Flag():
                stated[attribute.slug] = True
            case Number() | Count():
                bounds = attribute.value.plausible
                stated[attribute.slug] = str(max(7, bounds.low if bounds else 0))
            case Sizes():
                stated[attribute.slug] = "18 x 60 x 48"
            case Widths():
                stated[attribute.slug] = "38 mm"
            case _:
                stated[attribute.slug] = "Some words."
    fit_for_sale = {"local-anaesthetic": False, "nonoxynol-9": False, "porous": False, "base-diameter": "66"}
    return stated | {"kind": [kind]} | fit_for_sale


def labels_of(product: Product) -> list[str]:
    return [row.label for row in (*fact_rows(product, product.facts), *maker_rows(product, product.facts))]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("plug", Table.TOY),
        ("harness", Table.HARNESS),
        ("water-based-gel", Table.LUBRICANT),
        ("gloves", Table.OTHER),
    ],
)
def test_a_product_that_states_everything_has_each_line_of_its_tables_once(kind: str, table: Table) -> None:
    product = make_product("all", attributes=everything(kind))
    tables = (table, Table.ANY, Table.MAKER)

    expected = [
        row.label or attribute.label
        for attribute in ATTRIBUTES.values()
        for row in attribute.rows
        if row.table in tables and attribute.slug != "fda-clearance"  # a mark of another market's law
    ]
    assert sorted(labels_of(product)) == sorted(expected)


def test_an_unknown_attribute_is_one_facet_with_the_merchants_names_after_those_of_the_registry() -> None:
    make_product("all", attributes=everything("plug"))
    make_product("bare", attributes={"kind": ["plug"]})

    shown = [facet.name for facet in product_list(default_market(), filters.parse(QueryDict(""))).facets]

    assert shown == [*ATTRIBUTE_FACETS, "a-engraving"]


@pytest.mark.parametrize("slug", ["material", "max-diameter", "kind"])
def test_a_known_attribute_is_never_a_facet_under_a_second_name(slug: str) -> None:
    assert filters.parse(QueryDict(f"a-{slug}=silicone")) == filters.Filters()


def test_every_name_of_a_value_that_the_registry_knows_is_read_in_german() -> None:
    with override("de-de"):
        assert translate_name("Borosilicate glass") == "Borosilikatglas"
        assert translate_name("Elder wood") == "Elder wood"
