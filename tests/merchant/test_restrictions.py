"""Where goods may not be sent, what customs adds, and what is shown beside an offer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from storefront.merchant.duties.customs import customs_charge
from storefront.merchant.duties.notices import notices_for
from storefront.merchant.duties.restrictions import PLACE_NAMES, restriction_for, restrictions_of
from storefront.merchant.duties.rules import DUTIES, Duty, NoticeKind
from storefront.safety.choices import Proposition65
from storefront.safety.facts import read_facts
from tests.merchant.duties import DEMO, TODAY, seller

RESTRICTED = [duty for duty in DUTIES if duty.restricts]


@pytest.mark.parametrize("rule", RESTRICTED, ids=lambda duty: duty.id)
def test_a_restricted_product_may_not_go_there_while_the_law_holds(rule: Duty) -> None:
    place, day = rule.places[0], min(TODAY, rule.until or TODAY)

    found = restrictions_of(DEMO["T10"], place.country, on=day)

    hit = restriction_for([each for each in found if each.duty is rule], region=place.region)
    assert hit is not None
    assert hit.place_name == PLACE_NAMES[place]
    assert not [each for each in restrictions_of(DEMO["W01"], place.country, on=day) if each.duty is rule]
    assert not restrictions_of(DEMO["T10"], "DE", on=day)


@pytest.mark.parametrize(
    ("region", "refused"), [("AL", True), ("alabama", True), (" al ", True), ("", True), ("CA", False)]
)
def test_a_region_is_its_code_or_name_and_a_missing_one_may_be_it(region: str, refused: bool) -> None:
    found = restrictions_of(DEMO["T10"], "US", on=TODAY)
    assert (restriction_for(found, region=region) is not None) is refused


def test_a_product_of_an_unknown_kind_is_not_sent_there_until_the_merchant_says_what_it_is() -> None:
    shirt = read_facts({}, category="shirts")

    assert restrictions_of(shirt, "US", on=TODAY)
    assert not restrictions_of(replace(shirt, is_sexual_device=False), "US", on=TODAY)
    confirmed = {("us-al-sexual-devices", "product-1")}
    assert not restrictions_of(shirt, "US", on=TODAY, product_id="product-1", confirmed=confirmed)
    assert restrictions_of(shirt, "US", on=TODAY, product_id="product-2", confirmed=confirmed)


def test_texas_is_not_restricted_today() -> None:
    found = restrictions_of(DEMO["T10"], "US", on=TODAY)
    assert restriction_for(found, region="TX") is None


def test_every_restricted_place_has_a_name() -> None:
    assert {place for duty in RESTRICTED for place in duty.places} == set(PLACE_NAMES)


@pytest.mark.parametrize(
    ("codes", "headings", "unknown"),
    [
        (["3006.70", "300670", "3006 70 00"], 1, 0),
        (["3006.70", "3926.90", "4015.19"], 3, 0),
        (["3006.70", None, None, ""], 4, 3),
        (["3006", "plastic"], 2, 2),
        ([], None, None),
    ],
)
def test_customs_counts_headings_and_each_unknown_one_for_itself(
    codes: list[str | None], headings: int | None, unknown: int | None
) -> None:
    charge = customs_charge(codes, seller("DE", ships_from="GB"), on=TODAY)

    assert (charge.headings if charge else None, charge.unknown if charge else None) == (headings, unknown)
    assert charge is None or charge.amount == Decimal(3 * charge.headings)


@pytest.mark.parametrize(
    ("country", "ships_from", "on", "charged"),
    [
        ("DE", "IE", TODAY, False),
        ("DE", "GB", TODAY, True),
        ("DE", "", TODAY, True),  # not stated from where
        ("DE", "GB", date(2026, 6, 30), False),
        ("GB", "DE", TODAY, False),
        ("US", "DE", TODAY, False),
    ],
)
def test_customs_is_charged_at_the_border_of_the_union_alone(
    country: str, ships_from: str, on: date, charged: bool
) -> None:
    assert bool(customs_charge(["3006.70"], seller(country, ships_from=ships_from), on=on)) is charged


def _kinds(reference: str, country: str, on: date = TODAY) -> set[NoticeKind]:
    return {notice.kind for notice in notices_for(DEMO[reference], country, on=on)}


def test_notices_follow_from_product_market_and_day() -> None:
    assert _kinds("W01", "DE") == {NoticeKind.LEGAL_GUARANTEE}
    assert _kinds("W01", "DE", date(2026, 9, 26)) == set()
    assert _kinds("T10", "DE") == {NoticeKind.LEGAL_GUARANTEE, NoticeKind.ELECTRICAL_WASTE, NoticeKind.BATTERY}
    assert _kinds("T10", "GB") == {NoticeKind.ELECTRICAL_WASTE, NoticeKind.BATTERY}
    assert _kinds("T10", "US") == set()
    long_lasting = replace(DEMO["T01"], commercial_guarantee_months=Decimal(60))
    assert "5 years" in str([each.sentences for each in notices_for(long_lasting, "IE", on=TODAY)])


def test_a_proposition_65_warning_names_the_chemical() -> None:
    warned = replace(
        DEMO["T01"], proposition_65=Proposition65.WARNING, proposition_65_chemicals="lead, which can cause cancer."
    )

    (notice,) = notices_for(warned, "US", on=TODAY)

    assert "WARNING" in notice.title
    assert notice.sentences == ("This product can expose you to: lead, which can cause cancer.",)
    assert "P65Warnings" in notice.url


def test_the_guarantee_notice_is_in_the_buyers_language_with_a_link_to_the_unions_page() -> None:
    with translation.override("de-de"):
        (notice,) = notices_for(DEMO["W01"], "DE", on=TODAY)
    assert "zwei Jahre" in notice.sentences[0]
    assert notice.url.endswith("index_de.htm")
