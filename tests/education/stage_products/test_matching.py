from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from education.guides.guide_views import guide_view
from education.models import GuidePage, MatchingStage, StageProduct
from education.stage_products.matching import rematch_products
from education.stage_products.selectors import StageProductRow, stages_of_product
from storefront.catalog.models import Listing
from storefront.core.markets import default_market
from storefront.page_cache.models import Invalidation
from storefront.safety.rules import Rating
from tests.asserting import non_empty
from tests.education.editing import guide, listings, new_guide, product, stage, state

pytestmark = pytest.mark.django_db
PROBE = "finger-width-probe-with-ring-handle-16-mm"
SLIM = "slim-starter-plug-18-mm"
LIMITS: dict[str, Any] = {"stage": "fingers-or-toys"}


def rows_of(page: GuidePage, *, draft: bool = False) -> tuple[StageProductRow, ...]:
    shown: tuple[StageProductRow, ...] = guide_view(page, default_market(), is_draft=draft).stages[0].products
    return shown


def slugs(page: GuidePage, *, draft: bool = False) -> list[str]:
    return [row.card.slug for row in rows_of(page, draft=draft)]


def finding(*picked: str, up_to: int = 8, limits: dict[str, Any] | None = None, **finds: object) -> GuidePage:
    page = new_guide(
        stage("a-part", *picked, finds={"up_to": up_to, **finds}, **(LIMITS if limits is None else limits))
    )
    page.save_revision().publish()
    return guide("a-new-guide")


def tell(slug: str, **attributes: object) -> None:
    """The merchant states another fact, and the catalogue calls the product change handlers."""
    state(slug, **attributes)
    product_row = product(slug)
    product_row.may_be_suggested = True
    product_row.save()
    rematch_products([product_row.pk])


@pytest.mark.database
def test_picks_come_first_then_matches_with_their_stated_reason() -> None:
    page = finding(SLIM, kind="probe")
    assert slugs(page) == [SLIM, PROBE]
    first, second = rows_of(page)
    assert not first.is_matched
    assert second.is_matched
    assert second.reason == product(PROBE).facts.stage_reason


@pytest.mark.parametrize(
    ("finds", "fits"),
    [
        ({"kind": "probe"}, lambda facts: facts.kind == "probe"),
        ({"base": "water"}, lambda facts: facts.base == "water"),
        ({"material": "silicone"}, lambda facts: facts.material == "silicone"),
        ({"firmness": "rigid"}, lambda facts: facts.firmness == "rigid"),
        ({"power": "usb-rechargeable"}, lambda facts: facts.power == "usb-rechargeable"),
        ({"flared_base": True}, lambda facts: facts.flared_base is True),
    ],
)
def test_everything_found_states_what_is_looked_for(finds: dict[str, Any], fits: Any) -> None:
    found = slugs(finding(**finds))
    assert found
    assert all(fits(product(slug).facts) for slug in found)
    assert all("fingers-or-toys" in product(slug).facts.stages for slug in found)


def test_nothing_wider_than_the_stage_allows_is_found() -> None:
    assert SLIM in slugs(finding(limits={**LIMITS, "max_diameter_mm": 18}, kind="plug"))
    assert all(product(slug).facts.widest_mm <= 18 for slug in non_empty(slugs(guide("a-new-guide"))))  # type: ignore[operator]


def test_a_stage_adds_at_most_its_number_of_matches_by_default_none() -> None:
    assert len(slugs(finding(up_to=2))) == 2
    page = new_guide(stage("another-part", **LIMITS), slug="another-guide")
    assert slugs(page) == []


def test_nothing_that_breaks_a_rule_is_found() -> None:
    page = finding(kind="plug")
    assert SLIM in slugs(page)
    tell(SLIM, **{"flared-base": False})
    assert SLIM not in slugs(page)


def test_what_a_market_does_not_list_is_not_added_there_and_what_is_out_of_stock_goes_last() -> None:
    page = finding()
    first, second = slugs(page)[:2]
    listings(first).update(published=False)
    listings(second).update(in_stock=False, left=0)
    assert first not in slugs(page)
    assert second not in slugs(page)[:-1]


def test_what_can_be_bought_is_added_before_what_is_out_of_stock() -> None:
    page = finding(up_to=1)
    (first,) = slugs(page)
    listings(first).update(in_stock=False, left=0)
    assert slugs(page) != [first]


@pytest.mark.database
def test_a_product_that_newly_states_a_fact_is_matched_and_pages_are_invalidated(commits: None) -> None:
    page = finding(kind="probe")
    assert slugs(page) == [PROBE]
    Invalidation.objects.all().delete()
    tell(PROBE, kind="plug")
    assert slugs(page) == []
    assert Invalidation.objects.filter(tag="guides").exists()
    tell(PROBE, kind="probe")
    assert slugs(page) == [PROBE]


def test_rematching_again_changes_nothing_and_costs_three_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    finding(kind="probe")
    everything = list(Listing.objects.values_list("product_id", flat=True))
    before = set(StageProduct.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(3):
        rematch_products(everything)
    assert set(StageProduct.objects.values_list("pk", flat=True)) == before


def test_a_product_leads_to_the_stages_that_find_it() -> None:
    page = finding(kind="probe")
    assert any(link.url == f"{page.url}#a-part" for link in stages_of_product(product(PROBE)))


def test_a_draft_finds_too_and_leaves_no_rows() -> None:
    page = new_guide(stage("a-part", finds={"up_to": 8, "kind": "probe"}, **LIMITS))
    assert slugs(page, draft=True) == [PROBE]
    assert not MatchingStage.objects.filter(page=page).exists()


def test_an_unpublished_guide_finds_nothing_any_more() -> None:
    page = finding(kind="probe")
    page.unpublish()
    tell(PROBE, firmness="soft")
    assert not StageProduct.objects.filter(page=page).exists()


def test_the_page_says_that_some_were_found(client: Client) -> None:
    page = finding(kind="probe")
    assert "or found by what is stated of them" in client.get(page.url).content.decode()
    assert reverse("catalog:product", args=[PROBE]) in client.get(page.url).content.decode()


def test_casual_and_concerted_parts_say_which_they_are() -> None:
    page = guide()
    tracks = {block.value["anchor"]: block.value.tracks for block in page.sections}
    assert tracks["casual-practice"] == ("casual",)
    assert tracks["concerted-practice"] == ("concerted",)
    assert tracks["getting-ready"] == ("casual", "concerted")
    assert {block.value.tracks for block in page.stages} == {("casual", "concerted")}


def test_a_row_says_what_of_the_same_stage_it_does_not_simply_go_with() -> None:
    # given
    page = new_guide(stage("a-part", "latex-condoms-pack-of-12", "plant-oil-massage-blend-100-ml"))
    page.save_revision().publish()
    # when
    condoms, oil = rows_of(guide("a-new-guide"))
    # then
    assert [group.rating for group in condoms.goes_with] == [Rating.NO]
    assert [partner.name for each in condoms.goes_with[0].reasons for partner in each.partners] == [oil.card.name]
    assert "latex" in condoms.goes_with[0].reasons[0].reason
