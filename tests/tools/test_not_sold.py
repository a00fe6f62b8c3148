"""The page of what the shop does not sell says what the rules do."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.safety.rules import RULES, active_rules, judging_by
from storefront.safety.rules.editing import parse_changes, rules_with
from storefront.tools.not_sold.refusals import refused_kinds
from tests.catalog.factories import make_product


def test_every_refusal_of_the_rules_is_on_the_page_with_its_limit_and_a_source() -> None:
    kinds = refused_kinds()

    assert [kind.why for kind in kinds] == list(RULES.refusals.values())
    assert all(kind.limit and kind.sources for kind in kinds)
    assert [kind.anchor for kind in kinds if kind.is_absolute] == ["local-anaesthetic", "nonoxynol-9"]


def test_limits_are_those_of_the_rules() -> None:
    limits = {kind.anchor: kind for kind in refused_kinds()}

    assert f"{active_rules().limits.base_min_mm} mm" in limits["g1"].limit
    assert f"{active_rules().limits.osmolality_ceiling:,} mOsm/kg" in limits["g4"].limit
    assert len(re.findall(",", limits["g2"].limit)) == len(active_rules().porous_materials) - 1


def test_limits_that_were_edited_are_shown() -> None:
    stricter = rules_with(parse_changes({"limits.osmolality_ceiling": "900", "porous": ["polypropylene"]}))

    with judging_by(stricter):
        limits = {kind.anchor: kind.limit for kind in refused_kinds()}

    assert "900 mOsm/kg" in limits["g4"]
    assert "Polypropylene" in limits["g2"]


@pytest.mark.django_db
@pytest.mark.usefixtures("no_saleor")
def test_the_page_is_shared_and_asks_nothing(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/what-we-do-not-sell/")
    with django_assert_max_num_queries(0):
        answer = client.get("/de-de/what-we-do-not-sell/")

    assert "1.200 mOsm/kg" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.django_db
def test_the_foot_of_each_page_and_a_refused_product_lead_there(client: Client) -> None:
    make_product("numbing-gel", attributes={"kind": ["numbing-gel"], "lubricant-base": ["water"]})
    make_product("gel", attributes={"kind": ["water-based-gel"], "lubricant-base": ["water"]})

    refused, sold = (client.get(f"/product/{slug}/").content.decode() for slug in ("numbing-gel", "gel"))

    assert not Product.objects.get(slug="numbing-gel").may_be_sold
    assert refused.count('href="/what-we-do-not-sell/"') == 2
    assert sold.count('href="/what-we-do-not-sell/"') == 1
