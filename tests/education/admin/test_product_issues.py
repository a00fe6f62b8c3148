from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from education.admin.page_checks.product_issues import product_issues_of
from education.models import GuidePage
from storefront.catalog.models import Listing
from storefront.catalog.sync import refresh
from storefront.catalog.webhooks import handle_catalogue_event
from tests.education.admin.test_workflow import signed_in
from tests.education.editing import TRAINING, guide, new_guide, product, stage, state
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db
SLIM = "slim-starter-plug-18-mm"


def said(page: GuidePage | None = None) -> str:
    pages = [page] if page else GuidePage.objects.live()
    return " | ".join(f"{each.stage}, {each.product}: {each.message}" for each in product_issues_of(pages))


def test_the_demo_shops_only_product_issues_are_products_not_sold_in_a_market() -> None:
    assert "no longer" not in said()
    assert "breaks a rule" not in said()


def test_a_pick_that_saleor_no_longer_has_is_named_and_the_page_still_reads(client: Client) -> None:
    Listing.objects.filter(product__slug=SLIM).update(published=False, in_stock=False)
    assert "Slim Starter Plug 18 mm: Saleor no longer has it" in said(guide())
    assert client.get(TRAINING).status_code == 200
    assert SLIM not in client.get(TRAINING).content.decode()


@pytest.mark.usefixtures("commits")
def test_a_product_withdrawn_in_saleor_leaves_the_page_and_is_reported_in_the_admin(client: Client) -> None:
    editor, edit = signed_in("Editors"), reverse("wagtailadmin_pages:edit", args=[guide().pk])
    assert SLIM in client.get(TRAINING).content.decode()
    for channel in ("uk", "us", "eu"):
        merchant.unpublish(SLIM, channel)

    fields = {"__typename": "ProductUpdated", "product": {"id": product(SLIM).saleor_id}}
    handle_catalogue_event("product_updated", msgspec.json.encode(fields))
    refresh.refresh(quiet=timedelta(0))

    assert SLIM not in client.get(TRAINING).content.decode()
    for address in (edit, reverse("products_to_look_at")):
        assert "Saleor no longer has it, or lists it nowhere; it is not shown." in editor.get(address).content.decode()
    assert "Slim Starter Plug" not in editor.get("/desk/product_chooser/results/", {"q": "starter"}).content.decode()


def test_a_pick_that_newly_breaks_a_rule_is_named_with_the_rule() -> None:
    state(SLIM, **{"flared-base": False})
    assert "Slim Starter Plug 18 mm: It breaks a rule, and is not shown" in said(guide())


def test_a_pick_whose_row_was_deleted_is_reported_without_a_name() -> None:
    page = new_guide(stage("start-small", SLIM), slug="a-new-guide")
    product(SLIM).delete()
    assert "no longer in the catalogue" in said(guide("a-new-guide"))
    assert page.pk


def test_a_stage_without_products_to_buy_is_reported_with_its_markets() -> None:
    Listing.objects.filter(product__slug="latex-free-dams-pack-of-8", channel="us").update(published=False)
    troubles = [each for each in product_issues_of([guide()]) if each.stage == "Oral contact"]
    assert [each.message for each in troubles] == ["Nothing to buy is left at this stage in: United States."]


def test_a_stage_that_never_had_products_is_no_issue() -> None:
    assert said(new_guide(stage("talk-first"))) == ""


def test_all_guides_are_looked_through_in_five_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(5):
        product_issues_of(GuidePage.objects.live().select_related("locale"))


def test_report_and_form_say_it_to_editors_and_the_report_to_merchants() -> None:
    state(SLIM, **{"flared-base": False})
    edit = reverse("wagtailadmin_pages:edit", args=[guide().pk])
    assert "It breaks a rule, and is not shown" in signed_in("Editors").get(edit).content.decode()
    for role in ("Authors", "Editors", "Merchants"):
        assert "It breaks a rule" in signed_in(role).get(reverse("products_to_look_at")).content.decode()
    assert signed_in("Clinical reviewers").get(reverse("products_to_look_at")).status_code == 302


def test_a_merchant_can_change_nothing_in_the_admin() -> None:
    seller = signed_in("Merchants")
    assert seller.get(reverse("wagtailadmin_pages:edit", args=[guide().pk])).status_code == 302
    assert seller.get(reverse("reviews_due")).status_code == 302
    assert seller.get("/desk/").status_code == 200
