"""Every duty of duties.toml: met by a shop that states all, and listed when what it asks for is missing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from storefront.merchant.duties.evaluation import (
    Seller,
    UnmetDuty,
    duties_in_force,
    unmet_by_product,
    unmet_by_shop,
)
from storefront.merchant.duties.goods import Goods, may_belong
from storefront.merchant.duties.rules import DUTIES, Circumstance, DutiesMisconfigured, Duty, parse_duties
from storefront.safety.facts import ProductFacts, read_facts
from tests.merchant import duty_tables
from tests.merchant.duties import COUNTRIES, DEMO, TODAY, break_duty, day_of, facts_for, seller

CASES = [
    (duty, country)
    for duty in DUTIES
    for country in COUNTRIES
    if duty.holds(country, day_of(duty)) and not duty.restricts
]
EVERY_DUTY = pytest.mark.parametrize(
    ("duty", "country"), CASES, ids=[f"{duty.id} {country}" for duty, country in CASES]
)


def _ids(unmet: tuple[UnmetDuty, ...]) -> set[str]:
    return {each.duty.id for each in unmet}


def _evaluate(duty: Duty, seller: Seller, facts: ProductFacts) -> set[str]:
    day = day_of(duty)
    return _ids(unmet_by_shop(seller, on=day) if duty.is_of_shop else unmet_by_product(facts, seller, on=day))


def _facts(duty: Duty) -> ProductFacts:
    return DEMO["T01"] if duty.is_of_shop else facts_for(duty)


def _seller(duty: Duty, country: str) -> Seller:
    outside = duty.circumstance is Circumstance.SHIPS_FROM_OUTSIDE
    return seller(country, **({"ships_from": "CH"} if outside else {}))


@EVERY_DUTY
def test_a_shop_that_states_what_it_asks_for_meets_it(duty: Duty, country: str) -> None:
    assert duty.id not in _evaluate(duty, _seller(duty, country), _facts(duty))


@pytest.mark.parametrize(
    ("duty", "country"),
    asked := [case for case in CASES if any((case[0].merchant, case[0].policies, case[0].features, case[0].attributes,
                                            case[0].at_most, case[0].at_least))],
    ids=[f"{duty.id} {country}" for duty, country in asked],
)  # fmt: skip
def test_it_is_listed_when_that_is_missing_with_what_to_do_and_where(duty: Duty, country: str) -> None:
    broken, facts = break_duty(duty, _seller(duty, country), _facts(duty))

    assert duty.id in _evaluate(duty, broken, facts)
    unmet = (
        unmet_by_shop(broken, on=day_of(duty)) if duty.is_of_shop else unmet_by_product(facts, broken, on=day_of(duty))
    )
    sentence = next(each.sentence for each in unmet if each.duty is duty)
    assert duty.paragraph in sentence
    assert any(place in sentence for place in ("Who sells", "Policies", "in Saleor", "attribute", "code"))


@pytest.mark.parametrize("duty", [duty for duty in DUTIES if duty.since], ids=lambda duty: duty.id)
def test_it_holds_from_its_date(duty: Duty) -> None:
    country = next(each for each in COUNTRIES if any(place.covers(each) for place in duty.places))
    assert duty.since is not None
    assert duty in duties_in_force(country, duty.since)
    assert duty not in duties_in_force(country, duty.since - timedelta(days=1))


def test_a_duty_of_a_coming_year_appears_by_itself() -> None:
    silicone = replace(DEMO["H01"], cyclosiloxanes_percent=Decimal("0.2"))
    asked = seller("DE")

    assert "eu-cyclosiloxanes-cosmetic" not in _ids(unmet_by_product(silicone, asked, on=date(2027, 6, 5)))
    assert "eu-cyclosiloxanes-cosmetic" in _ids(unmet_by_product(silicone, asked, on=date(2027, 6, 6)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_demo_meets_all_but_its_one_example(country: str) -> None:
    unmet = {
        reference: duties
        for reference, facts in DEMO.items()
        if (duties := _ids(unmet_by_product(facts, seller(country), on=TODAY)))
    }

    assert unmet == ({"W05": {"us-lubricant-clearance"}} if country == "US" else {})


def test_a_product_of_an_unknown_kind_has_to_say_what_it_is() -> None:
    shirt = read_facts({"kind": ["shirt"]}, category="shirts")

    unmet = _ids(unmet_by_product(shirt, seller("DE"), on=TODAY))

    assert {"eu-product-class", "eu-battery-stated", "eu-ce-electrical", "eu-gpsr-maker"} <= unmet
    said = replace(shirt, power="none", battery="none")
    assert "eu-ce-electrical" not in _ids(unmet_by_product(said, seller("DE"), on=TODAY))
    assert may_belong(Goods.SEXUAL_DEVICE, shirt)
    assert not may_belong(Goods.SEXUAL_DEVICE, replace(shirt, is_sexual_device=False))


def test_the_record_answers_for_every_product_where_the_law_allows_it() -> None:
    facts = replace(DEMO["T01"], eu_responsible_person=None)

    assert "eu-gpsr-responsible-person" not in _ids(unmet_by_product(facts, seller("DE"), on=TODAY))
    silent = seller("DE", eu_responsible_person=())
    assert "eu-gpsr-responsible-person" in _ids(unmet_by_product(facts, silent, on=TODAY))


def test_a_return_period_below_the_law_is_not_enough() -> None:
    assert "eu-withdrawal-instruction" in _ids(unmet_by_shop(seller("DE", return_days=7), on=TODAY))
    assert _ids(unmet_by_shop(seller("US", return_days=7), on=TODAY)) == set()


def test_a_country_whose_law_is_not_recorded_has_an_unmet_duty_until_the_merchant_confirms() -> None:
    french = seller("FR")
    assert _ids(unmet_by_shop(french, on=TODAY)) == {"law-not-recorded"}
    confirmed = replace(french, confirmed=frozenset({("law-not-recorded", "")}))
    assert unmet_by_shop(confirmed, on=TODAY) == ()


def test_a_confirmation_holds_for_its_duty_and_product_alone() -> None:
    bare = replace(DEMO["W01"], fda_clearance=None, proposition_65=None)
    here = seller("US")
    of_one = replace(here, confirmed=frozenset({("us-lubricant-clearance", "product-1")}))

    assert _ids(unmet_by_product(bare, of_one, product_id="product-1", on=TODAY)) == {"us-prop-65-stated"}
    assert "us-lubricant-clearance" in _ids(unmet_by_product(bare, of_one, product_id="product-2", on=TODAY))
    assert "us-lubricant-clearance" in _ids(unmet_by_product(bare, of_one, on=TODAY))
    of_all = replace(here, confirmed=frozenset({("us-lubricant-clearance", "")}))
    assert _ids(unmet_by_product(bare, of_all, product_id="product-2", on=TODAY)) == {"us-prop-65-stated"}


ROW = """
[[duty]]
id = "x"
paragraph = "§ 1"
title = "Do it"
source = "Law"
confidence = "known"
places = ["DE"]
"""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('merchant = ["shoe_size"]', "there is no shoe_size"),
        ('goods = ["all"]\nattributes = ["colour-of-the-moon"]', "there is no colour-of-the-moon"),
        ('policies = ["poems"]', "poems"),
        ('features = ["magic"]', "magic"),
        ('goods = ["boats"]\nrestricts = true', "boats"),
        ("", "asks for nothing"),
        ("restricts = true", "need goods"),
        ('shows = ["x"]\nmerchant = ["email"]', "unknown keys shows"),
    ],
)
def test_a_row_that_names_what_does_not_exist_is_refused(wrong: str, words: str) -> None:
    with pytest.raises(DutiesMisconfigured, match=words):
        parse_duties(f"{ROW}{wrong}\n")


def test_two_rows_may_not_share_an_id() -> None:
    row = f'{ROW}merchant = ["email"]\n'
    with pytest.raises(DutiesMisconfigured, match="twice: x"):
        parse_duties(row + row)


def test_the_document_for_lawyers_is_made_from_the_table() -> None:
    assert duty_tables.kept() == duty_tables.tables(), "run: python -m tests.merchant.duties_document"
    assert sum(line.startswith("| `") for line in duty_tables.kept().splitlines()) == len(DUTIES)


OFFICIAL = {
    "eur-lex.europa.eu",
    "www.gesetze-im-internet.de",
    "www.legislation.gov.uk",
    "www.ecfr.gov",
    "www.law.cornell.edu",
    "leginfo.legislature.ca.gov",
    "app.leg.wa.gov",
    "statutes.capitol.texas.gov",
}


def test_every_duty_but_one_links_to_the_official_text_of_its_law() -> None:
    links = [urlsplit(link) for duty in DUTIES for link in duty.links]

    assert {(link.scheme, link.netloc) for link in links} == {("https", host) for host in OFFICIAL}
    assert [duty.id for duty in DUTIES if not duty.links] == ["us-al-sexual-devices"]
