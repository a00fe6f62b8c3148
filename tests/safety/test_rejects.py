"""Goods that must not be sold or suggested, in seven languages; texts that only deny; catalogues of other merchants.

The texts of `rejects.json` were written before the patterns that find them.
"""

import json
from pathlib import Path

import pytest

from storefront.safety.facts import ProductFacts, read_facts, read_mentions
from storefront.safety.listing import may_be_suggested, sale_refusal
from storefront.safety.rules import Rating
from storefront.safety.stages import STAGES, check_stage_limits
from storefront.safety.value_types import StatedValue
from storefront.safety.verdicts import judge_pair
from tests.safety.source import PRODUCTS, attributes_of, kind_of, product

REJECTS = json.loads(Path(__file__).with_name("rejects.json").read_text(encoding="utf-8"))
GEL: dict[str, StatedValue] = {
    slug: value
    for slug, value in {**attributes_of(PRODUCTS["W01"]), "kind": [kind_of("W01")]}.items()
    if slug not in ("local-anaesthetic", "nonoxynol-9")
}
"""The facts of a good gel whose merchant left both boxes empty."""
STATED: dict[str, StatedValue] = {**GEL, "local-anaesthetic": False, "nonoxynol-9": False}


def read(
    stated: dict[str, StatedValue], name: str, text: str, inci: str = "", category: str = "lubricants"
) -> ProductFacts:
    stated = {**stated, "inci": inci} if inci else stated
    return read_facts(stated, category=category, mentions=read_mentions(stated, names=[name], texts=[text]))


@pytest.mark.parametrize(("language", "name", "text", "inci"), REJECTS["refused"])
def test_a_numbing_or_sperm_killing_product_is_not_sold_whatever_its_boxes_leave_open(
    language: str, name: str, text: str, inci: str
) -> None:
    assert sale_refusal(read(GEL, name, text, inci)) is not None
    assert not may_be_suggested(read(STATED, name, text, inci))


@pytest.mark.parametrize(("language", "name", "text", "inci", "kind"), REJECTS["not refused"])
def test_a_text_that_says_what_is_absent_refuses_nothing(
    language: str, name: str, text: str, inci: str, kind: str
) -> None:
    stated: dict[str, StatedValue] = {**GEL, "kind": [kind]} if kind else GEL
    assert sale_refusal(read(stated, name, text, inci)) is None


@pytest.mark.parametrize(("language", "name", "text", "inci"), REJECTS["not suggested"])
def test_what_states_no_facts_is_never_suggested_and_suits_no_stage(
    language: str, name: str, text: str, inci: str
) -> None:
    for category in ("trainers-and-toys", "sonstiges", "adult"):
        facts = read({}, name, text, inci, category)
        assert not may_be_suggested(facts)
        assert not any(check_stage_limits(facts, stage.slug).is_suitable for stage in STAGES)
        assert all(judge_pair(facts, product(other)).rating is not Rating.YES for other in PRODUCTS)


def test_a_merchant_who_states_that_nothing_numbs_may_speak_of_numbing() -> None:
    text = "A numbing gel hides pain. This one does not."
    assert sale_refusal(read(GEL, "Everyday gel", text)) is not None
    assert sale_refusal(read(STATED, "Everyday gel", text)) is None
    assert not may_be_suggested(read(STATED, "Everyday gel", text))
    assert sale_refusal(read(STATED, "Numbing gel", text)) is not None


FOREIGN = [
    ("verhutung", "Feucht und gefühlsecht, 12 Stück"),
    ("prezerwatywy", "Klasyczne 12 szt."),
    ("preservatifs", "Classique x12"),
    ("condooms-en-bescherming", "Classic 12 stuks"),
    ("anticonceptivos", "Natural 12 uds"),
    ("kondomy", "Klasik 12 ks"),
    ("презервативы", "Классические"),
    ("safer-sex", "Classic 12 pack"),
    ("drogerie", "Classic 12 Stück"),
    ("erotik", "Classic"),
    ("intimpflege", "Sensitiv 100 ml"),
    ("glijmiddelen", "Naturel 100 ml"),
    ("lubricantes", "Natural 100 ml"),
    ("zele-intymne", "Naturalny 100 ml"),
    ("sonstiges", "Handschuhe, 100 Stück"),
    ("divers", "Gants d'examen, boîte de 100"),
    ("rozne", "Prezerwatywy klasyczne"),
    ("diversen", "Beflapje aardbei"),
]


@pytest.mark.parametrize(("category", "name"), FOREIGN)
def test_a_foreign_category_or_name_of_barriers_or_lubricants_counts_as_the_worst_case(
    category: str, name: str
) -> None:
    facts = read({}, name, "", category=category)

    verdicts = {judge_pair(product(other), facts).rating for other in ("O01", "B03", "T01")}
    assert verdicts & {Rating.NO, Rating.NOT_STATED}
    assert Rating.YES not in {judge_pair(product(other), facts).rating for other in PRODUCTS}
    assert not may_be_suggested(facts)


SALEORS_OWN = [
    ("apparel", "Monospace Tee"),
    ("t-shirts", "Reversed Monotype Tee"),
    ("polo-shirts", "Darko Polo"),
    ("sneakers", "Dash Force"),
    ("sweatshirts", "Paul's Balance 420"),
    ("accessories", "Saleor Dimmed Sunglasses"),
    ("homewares", "White Parrot Cushion"),
    ("groceries", "Apple Juice"),
    ("juices", "Carrot Juice"),
    ("beers", "Seaman Lager"),
    ("audiobooks", "Own Your Stack and Data"),
    ("paints", "Saleor Blue"),
    ("gift-cards", "Gift card 100"),
    ("mugs", "Saleor Mighty Mug"),
    ("beanies", "The Dash Cushion Beanie"),
]


@pytest.mark.parametrize(("category", "name"), SALEORS_OWN)
@pytest.mark.parametrize("stated", [{}, {"material": ["cotton"]}, {"volume": "500", "flavour": "apple"}])
def test_of_saleors_own_goods_nothing_is_called_safe_and_nothing_refused(
    category: str, name: str, stated: dict[str, StatedValue]
) -> None:
    facts = read(stated, name, "Tell the world about your love of open source.", category=category)

    assert not may_be_suggested(facts)
    assert sale_refusal(facts) is None
    assert not any(check_stage_limits(facts, stage.slug).is_suitable for stage in STAGES)
    assert {judge_pair(facts, product(other)).rating for other in PRODUCTS} == {Rating.NA}
