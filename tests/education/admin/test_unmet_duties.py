"""The admin's page of legal duties: what is unmet in each market, where to meet it, and what was confirmed."""

import re
from html import unescape

import pytest
from django.urls import reverse
from pytest_django import Settings

from storefront.catalog.models import Product
from storefront.merchant.models import MerchantProfile, Policy
from storefront.merchant.models.confirmations import DutyConfirmation
from tests.education.admin.test_workflow import signed_in

pytestmark = pytest.mark.django_db
NOT_CLEARED = "acidic-balance-water-based-gel-75-ml"


def page(role: str = "Merchants") -> str:
    return unescape(signed_in(role).get(reverse("unmet_duties")).content.decode())


def section(html: str, market: str) -> str:
    return html.partition(f'<section class="w-mb-10" id="{market}">')[2].partition("</section>")[0]


def test_a_product_that_is_not_for_sale_stands_under_its_paragraph_in_its_market_alone() -> None:
    html = page()

    american = section(html, "en-us")
    assert "21 CFR 884.5300" in american
    assert "state the product's attribute fda-clearance in Saleor" in american
    assert "Acidic-Balance Water-Based Gel 75 ml" in american
    assert "This market is closed" not in american
    for market in ("en-gb", "en-ie", "de-de"):
        assert "Every duty is met." in section(html, market)


def test_a_field_and_a_policy_are_links_to_where_they_are_written_and_the_market_is_closed() -> None:
    record = MerchantProfile.objects.get(market="de-de")
    record.phone = ""
    record.save()
    Policy.objects.get(market="de-de", kind="imprint").unpublish()

    german = section(page(), "de-de")

    assert "This market is closed" in german
    assert "§ 5 DDG" in german
    edit = reverse("wagtailsnippets_merchant_merchantprofile:edit", args=[record.pk])
    assert f'<a href="{edit}#:w:contentpath=phone">Phone number</a>' in german
    policy = Policy.objects.get(market="de-de", kind="imprint")
    assert reverse("wagtailsnippets_merchant_policy:edit", args=[policy.pk]) in german


def test_a_confirmation_begins_with_its_duty_and_is_shown_with_its_text_afterwards() -> None:
    merchant, product = signed_in("Merchants"), Product.objects.get(slug=NOT_CLEARED)
    (address,) = re.findall(r'href="([^"]*/add/\?duty=us-lubricant-clearance[^"]*)"', page())

    form = unescape(merchant.get(address).content.decode())

    assert '<option value="us-lubricant-clearance" selected>' in form
    assert '<option value="en-us" selected>' in form
    assert f'value="{product.saleor_id}"' in form
    asked = {"duty": "us-lubricant-clearance", "market": "en-us", "product": product.saleor_id}
    merchant.post(address, {**asked, "text": "Counsel says that this is a cosmetic."})
    assert DutyConfirmation.objects.in_force().filter(duty="us-lubricant-clearance").count() == 1
    html = page()
    assert "Every duty is met." in section(html, "en-us")
    assert "Counsel says that this is a cosmetic." in html


def test_the_products_are_links_into_the_dashboard_where_its_address_is_known(settings: Settings) -> None:
    product = Product.objects.get(slug=NOT_CLEARED)
    settings.SALEOR_DASHBOARD_ORIGINS = ["https://dashboard.example"]

    assert f'href="https://dashboard.example/dashboard/products/{product.saleor_id}"' in page()


def test_merchants_see_it_from_the_home_page_and_editors_do_not() -> None:
    assert "1 legal duty is not met" in signed_in("Merchants").get("/desk/").content.decode()
    editor = signed_in("Editors")
    assert "legal duty is not met" not in editor.get("/desk/").content.decode()
    assert editor.get(reverse("unmet_duties")).status_code == 302
