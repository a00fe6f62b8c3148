"""Mapping of Saleor's responses: units, untrusted text, picture URLs."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from storefront.catalog.pages import rich_text
from storefront.catalog.sync.attributes import map_attributes, media_url
from storefront.catalog.sync.mapping import map_product
from storefront.safety.facts import read_facts
from storefront.saleor import types
from tests.catalog.factories import PLUG, make_answer


def _number(slug: str, number: str, unit: str | None) -> types.AssignedAttribute:
    return types.AssignedAttribute(attribute=types.Attribute(slug=slug, unit=unit), number=Decimal(number))


@pytest.mark.parametrize(
    ("number", "unit", "stated"),
    [("30", "MM", "30"), ("30", None, "30"), ("3", "CM", "30"), ("1.5", "INCH", "38.1"), ("30.0", "MM", "30")],
)
def test_a_width_is_brought_to_millimetres(number: str, unit: str | None, stated: str) -> None:
    read = map_attributes([_number("max-diameter", number, unit)])

    assert read.values == {"max-diameter": stated}
    assert read.rows[0].number == Decimal(stated)


@pytest.mark.parametrize("unit", ["KG", "LITER", "SQ_CM"])
def test_a_width_in_a_unit_that_is_no_length_is_not_stated(unit: str) -> None:
    assert map_attributes([_number("max-diameter", "3", unit)]).values == {}


def test_an_insertable_length_of_zero_is_stated() -> None:
    read = map_attributes([_number("insertable-length", "0", "MM")])

    assert read_facts(read.values, category="").insertable_length_mm == 0


def test_slugs_with_underscores_are_read_with_hyphens() -> None:
    attribute = types.AssignedAttribute(
        attribute=types.Attribute(slug="lubricant_base", name="Base"),
        choice=types.ChoiceValue(slug="water", name="Water"),
    )

    assert map_attributes([attribute]).values == {"lubricant-base": ["water"]}


def test_a_product_that_breaks_a_gate_may_not_be_suggested() -> None:
    read = map_product(make_answer("plug", attributes=PLUG | {"base-diameter": "30"}), category=None)

    assert read.row.gate_breaks == ["G1"]
    assert not read.row.may_be_suggested
    assert not read.row.may_be_sold


def test_a_product_with_a_numbing_agent_may_never_be_sold() -> None:
    read = map_product(make_answer("plug", attributes=PLUG | {"local-anaesthetic": True}), category=None)

    assert not read.row.may_be_sold


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/svg+xml,x", "//elsewhere.example/x", "x.webp", ""]
)
def test_only_picture_urles_become_pictures(address: str) -> None:
    assert media_url(address) == ""


def test_a_path_of_saleors_becomes_its_whole_address(settings: Settings) -> None:
    settings.SALEOR_API_URL = "https://saleor.example/graphql/"

    assert media_url("/thumbnail/1/256/") == "https://saleor.example/thumbnail/1/256/"


def _rendered(*blocks: dict[str, object]) -> str:
    return rich_text.to_html(msgspec.json.encode({"blocks": blocks}).decode())


def test_every_block_has_its_html() -> None:
    nested = [{"content": "one", "items": [{"content": "deep", "items": []}]}, "two"]

    html = _rendered(
        {"type": "header", "data": {"text": "How", "level": 2}},
        {"type": "paragraph", "data": {"text": "Use <b>plenty</b>."}},
        {"type": "list", "data": {"style": "ordered", "items": nested}},
        {"type": "quote", "data": {"text": "Slowly", "caption": "A nurse"}},
        {"type": "delimiter", "data": {}},
    )

    assert html.splitlines() == [
        "<h3>How</h3>",
        "<p>Use <b>plenty</b>.</p>",
        "<ol><li>one<ol><li>deep</li></ol></li><li>two</li></ol>",
        "<blockquote><p>Slowly</p><footer>A nurse</footer></blockquote>",
        "<hr>",
    ]


def test_text_that_is_no_json_is_one_escaped_paragraph() -> None:
    assert rich_text.to_html("Soft & <small>") == "<p>Soft &amp; &lt;small&gt;</p>"


@pytest.mark.parametrize("text", [None, "", "  ", "{", '{"blocks": 3}', "[" * 5000, '{"blocks": [{"type": 1}]}'])
def test_unreadable_rich_text_becomes_empty(text: str | None) -> None:
    assert rich_text.to_html(text) == ""


@given(text=st.text(max_size=80), before=st.sampled_from(["", "<script>", '<a href="', "<svg><style>", "<b onclick="]))
def test_no_text_makes_a_script_or_an_attribute_of_its_own(text: str, before: str) -> None:
    html = _rendered({"type": "paragraph", "data": {"text": before + text}}).lower()

    assert "<script" not in html
    assert "<svg" not in html
    assert " onclick=" not in html.replace("&lt;b onclick=", "")
