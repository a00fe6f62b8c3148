import json
from decimal import Decimal
from pathlib import Path

import pytest

from storefront.demo.data import DemoCatalogue, Product, load
from storefront.safety.facts import read_facts
from storefront.safety.listing import GuidanceResult, compare_osmolality, compare_ph, find_gate_breaks
from storefront.safety.stages import check_stage
from tests.asserting import non_empty
from tests.safety.source import PRODUCTS, SOURCE, product

CATALOGUE = Path(__file__).parents[2] / "storefront" / "demo" / "catalogue.json"
CURRENCIES = {"uk": "GBP", "us": "USD", "eu": "EUR"}
SHOP = load()
EVERY_PRODUCT = pytest.mark.parametrize("row", SHOP.products, ids=lambda row: row.reference)
REWORDED = {
    "stage_reason",
    "manufacturer_name",
    "manufacturer_address",
    "manufacturer_contact",
    "eu_responsible_person",
}
OF_THE_LAW = {
    "uk_responsible_person",
    "model_number",
    "has_no_warnings",
    "regulatory_class",
    "ingredients",
    "cyclosiloxanes_percent",
    "notified_body",
    "fda_clearance",
    "ce_marked",
    "battery",
    "proposition_65",
    "is_sexual_device",
    "hs_code",
    "country_of_origin",
}
"""What only the law asks for (storefront/merchant/duties/duties.toml); the fact sheet does not have it."""


def test_there_are_36_products_each_with_its_own_slug_and_skus() -> None:
    assert isinstance(SHOP, DemoCatalogue)
    assert len({row.slug for row in SHOP.products}) == len(SHOP.products) == 36
    skus = [variant.sku for row in SHOP.products for variant in row.variants]
    assert len(set(skus)) == len(skus)


def test_there_is_one_catalogue_a_process() -> None:
    assert load() is SHOP


@EVERY_PRODUCT
def test_every_fact_of_the_fact_sheet_is_kept(row: Product) -> None:
    found = read_facts(row.attributes, category=row.category)
    expected = product(row.reference)
    differing = {
        name
        for name in expected.__dataclass_fields__
        if name not in REWORDED | OF_THE_LAW and getattr(found, name) != getattr(expected, name)
    }
    assert differing == set()
    assert (row.name, row.slug) == (PRODUCTS[row.reference]["name"], PRODUCTS[row.reference]["slug"])
    assert list(row.guides) == PRODUCTS[row.reference]["related_guides"]
    assert found.stage_reason
    assert found.manufacturer_name


@EVERY_PRODUCT
def test_every_price_lies_in_the_fact_sheets_range_and_ends_sensibly(row: Product) -> None:
    for variant in non_empty(row.variants):
        assert set(variant.prices) == set(CURRENCIES)
        for channel, price in variant.prices.items():
            low, high = PRODUCTS[row.reference]["price"][CURRENCIES[channel]]
            assert Decimal(str(low)) <= price <= Decimal(str(high))
            assert price % 1 in (Decimal(0), Decimal("0.5"), Decimal("0.9"))
            assert price.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("reference", "price"), [("W01", "7.50"), ("SI02", "17.00"), ("B01", "8.00"), ("T04", "29.00")]
)
def test_the_prices_on_the_brand_pages_are_the_shops(reference: str, price: str) -> None:
    assert SHOP.product(reference).variants[0].prices["uk"] == Decimal(price)


@EVERY_PRODUCT
def test_every_attribute_is_defined_belongs_to_the_type_and_has_a_value_of_its_form(row: Product) -> None:
    defined = {attribute.slug: attribute for attribute in SHOP.attributes}
    kind = next(kind for kind in SHOP.product_types if kind.slug == row.product_type)
    assert set(row.attributes) <= set(kind.attributes)
    for slug, value in row.attributes.items():
        attribute = defined[slug]
        if attribute.input_type in ("DROPDOWN", "MULTISELECT"):
            assert isinstance(value, tuple)
            assert set(value) <= {choice.slug for choice in attribute.values}
            assert attribute.input_type == "MULTISELECT" or len(value) == 1
        elif attribute.input_type == "BOOLEAN":
            assert isinstance(value, bool)
        else:
            assert isinstance(value, str)
            assert attribute.input_type != "NUMERIC" or Decimal(value) >= 0
    for variant in non_empty(row.variants):
        assert set(variant.attributes) <= set(kind.variant_attributes)
        assert 0 <= variant.picture < len(row.pictures)


def test_every_attribute_is_in_the_vocabulary_of_the_docs() -> None:
    docs = (CATALOGUE.parents[2] / "docs" / "attributes.md").read_text(encoding="utf-8")
    of_variants = {slug for kind in SHOP.product_types for slug in kind.variant_attributes}
    missing = [a.slug for a in SHOP.attributes if f"`{a.slug}`" not in docs and a.slug not in of_variants]
    assert missing == []


def test_units_are_saleors() -> None:
    assert {attribute.unit for attribute in SHOP.attributes} == {None, "MM", "G"}


def test_every_slug_that_is_pointed_at_exists() -> None:
    slugs = {row.slug for row in SHOP.products}
    categories = {category.slug for category in SHOP.categories}
    channels = {channel.slug for channel in SHOP.channels}
    assert all(set(collection.products) <= slugs for collection in non_empty(SHOP.collections))
    assert {row.category for row in SHOP.products} == categories
    assert {method.channel for method in SHOP.shipping} == channels


def test_gloves_come_in_four_sizes_and_the_single_plugs_in_two_colours() -> None:
    assert [variant.attributes["glove-size"] for variant in SHOP.product("B01").variants] == [
        ("s",),
        ("m",),
        ("l",),
        ("xl",),
    ]
    for reference in ("T01", "T02", "T03"):
        colours = [variant.attributes["colour"] for variant in SHOP.product(reference).variants]
        assert colours == [("clay",), ("pine",)]


def test_one_product_is_out_of_stock_and_one_is_nearly() -> None:
    stocks = {row.reference: sum(variant.stock for variant in row.variants) for row in SHOP.products}
    assert [reference for reference, stock in stocks.items() if stock == 0] == ["K03"]
    assert [reference for reference, stock in stocks.items() if 0 < stock < 10] == ["T08"]


@EVERY_PRODUCT
def test_every_product_may_be_listed_and_suits_the_stages_that_it_names(row: Product) -> None:
    facts = read_facts(row.attributes, category=row.category)
    assert find_gate_breaks(facts) == ()
    found = [stage["slug"] for stage in SOURCE["stages"] if check_stage(facts, stage["slug"]).is_suitable]
    assert found == PRODUCTS[row.reference].get("stages", [])


def test_collections_hold_what_their_names_say() -> None:
    by_slug = {row.slug: read_facts(row.attributes, category=row.category) for row in SHOP.products}
    held = {one.slug: [by_slug[slug] for slug in one.products] for one in SHOP.collections}
    assert all({"latex", "natural-rubber-latex"} & facts.free_from for facts in non_empty(held["latex-free"]))
    assert all("fragrance" in facts.free_from for facts in non_empty(held["sensitive-skin"]))
    close = {(compare_osmolality(facts), compare_ph(facts)) for facts in held["close-to-body-fluids"]}
    assert close == {(GuidanceResult.CLOSE, GuidanceResult.WITHIN)}
    smallest = [min([*(s.diameter_mm for s in f.sizes), f.max_diameter_mm or 99]) for f in held["first-sizes"]]
    assert max(smallest) <= 18


@EVERY_PRODUCT
def test_descriptions_are_two_or_three_plain_paragraphs(row: Product) -> None:
    assert 2 <= len(row.description) <= 3
    words = " ".join([*row.description, row.seo_description]).lower()
    for claim in ("cure", "heal", "treat", "clinically", "medical grade", "body-safe", "doctor", "!"):
        assert claim not in words
    assert len(row.seo_description) <= 160


def test_there_is_a_voucher_a_gift_card_and_delivery_in_each_channel() -> None:
    assert (SHOP.voucher.code, SHOP.voucher.percent) == ("GRADUAL10", Decimal(10))
    assert SHOP.gift_card.amount == Decimal("25.00")
    assert [method.price for method in SHOP.shipping if method.channel == "uk"] == [Decimal("2.90"), Decimal("4.90")]
    assert {channel.slug: channel.currency for channel in SHOP.channels} == CURRENCIES


def test_an_unknown_reference_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        SHOP.product("Z99")


def test_the_file_says_that_all_of_it_is_invented() -> None:
    assert json.loads(CATALOGUE.read_text(encoding="utf-8"))["notice"].startswith("Fictional demo data.")
