"""The command that lists what is unmet, and the Dashboard's panels."""

import html
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from storefront.catalog.models import DeliveryTerms, Product
from storefront.catalog.models.delivery_terms import TAG
from storefront.core.markets import all_markets
from storefront.dashboard.panels.duty_panels import duty_panels, product_duty_panels
from storefront.merchant.duties.admin import DutyConfirmationViewSet
from storefront.merchant.models import MerchantProfile
from storefront.merchant.models.confirmations import DutyConfirmation, confirmed_in
from storefront.page_cache.process_values import drop_values

pytestmark = pytest.mark.django_db
MARKETS = {market.language: market for market in all_markets()}
NOT_CLEARED = "acidic-balance-water-based-gel-75-ml"


def check() -> tuple[str, bool]:
    out = StringIO()
    try:
        call_command("check_merchant", stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def confirm(duty: str, market: str, product: str = "") -> DutyConfirmation:
    text = "We know this and have asked."
    return DutyConfirmation.objects.create(duty=duty, market=market, product=product, text=text, person="Alex")


def test_every_unmet_duty_is_listed_with_what_to_do_and_the_command_fails() -> None:
    row = MerchantProfile.objects.get(market="de-de")
    row.weee_number = ""
    row.save()

    out, is_met = check()

    assert not is_met
    assert "Acidic-Balance Water-Based Gel 75 ml is not for sale:\n    [us-lubricant-clearance]" in out
    german = out.partition("de-de (")[2]
    assert "Small Vibrating Plug 26 mm is not for sale" in german
    assert "state the weee number in the record of de-de (Settings, Who sells)" in german


def test_what_is_confirmed_is_no_longer_unmet_and_is_listed() -> None:
    product = Product.objects.get(slug=NOT_CLEARED)
    confirm("us-lubricant-clearance", "en-us", product.saleor_id)

    out, _ = check()

    assert "is not for sale" not in out
    assert f"Confirmed: us-lubricant-clearance, en-us, {product.saleor_id}, by Alex" in out


@pytest.mark.parametrize(
    ("stated", "listed", "words"),
    [
        ({}, {}, ""),
        ({}, {"minimumDeliveryDays": 9, "maximumDeliveryDays": 2}, "at least 9 and at most 2 days"),
        (
            {"delivery_days_min": 7, "delivery_days_max": 9},
            {},
            "The record says 7 to 9 working days, Saleor's delivery",
        ),
        ({"delivery_countries": "GB JP"}, {}, "names JP, to which Saleor does not ship"),
        ({"delivery_countries": "JP"}, {}, "no address is accepted"),
        ({"delivery_cost_text": "£1.50 everywhere"}, {}, "no delivery in Saleor costs that"),
    ],
)
def test_where_the_record_and_saleor_contradict_each_other_the_command_and_the_desk_say_so(
    stated: dict[str, object], listed: dict[str, int], words: str, admin_client: Client
) -> None:
    profile = MerchantProfile.objects.get(market="en-gb")
    for name, value in stated.items():
        setattr(profile, name, value)
    profile.save()
    terms = DeliveryTerms.objects.get(channel="uk", country="GB")
    terms.methods = [{**method, **listed} for method in terms.methods]
    terms.save()
    drop_values({TAG})

    british = check()[0].partition("en-gb (")[2].partition("\nde-de (")[0].partition("\nen-us (")[0]

    assert ("Contradiction" in british) is bool(words)
    assert words in british
    desk = html.unescape(admin_client.get(reverse("unmet_duties")).content.decode())
    assert words in desk


def test_the_dashboard_lists_the_same_by_market_and_product() -> None:
    (panel,) = duty_panels()
    assert any("FDA" not in note.text and "510(k)" in note.text for note in panel.notes)

    product = Product.objects.get(slug=NOT_CLEARED)
    (panel,) = product_duty_panels(product.saleor_id)
    assert ["United States" in note.text and "fda-clearance" in note.text for note in panel.notes] == [True]
    other = Product.objects.get(slug="small-plug-24-mm")
    (panel,) = product_duty_panels(other.saleor_id)
    assert [note.level for note in panel.notes] == ["ok"]
    assert len(all_markets()) == 4


def test_a_confirmation_is_written_at_the_desk_kept_and_revoked() -> None:
    admin = get_user_model().objects.create_superuser("alex", "alex@example.com", "pass")
    product = Product.objects.get(slug=NOT_CLEARED)
    asked = {"duty": "us-lubricant-clearance", "market": "en-us", "product": product.saleor_id}
    form_class = DutyConfirmationViewSet().get_form_class()

    short = form_class({**asked, "text": "it is fine"}, for_user=admin)
    assert not short.is_valid()
    assert "five words" in str(short.errors)
    form = form_class({**asked, "text": "Counsel says that this is a cosmetic."}, for_user=admin)
    assert form.is_valid(), form.errors
    row = form.save()
    assert (row.person, row.confirmed_by) == ("alex", admin)
    assert confirmed_in(MARKETS["en-us"]) == {("us-lubricant-clearance", product.saleor_id)}

    end = form_class({**asked, "text": "another text", "is_revoked": "on"}, instance=row, for_user=admin)
    assert end.is_valid(), end.errors
    kept = end.save()
    assert kept.text == "Counsel says that this is a cosmetic."
    assert kept.revoked_by == "alex"
    assert confirmed_in(MARKETS["en-us"]) == frozenset()
