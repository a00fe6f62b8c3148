"""Policies: shown per market, filled from the merchant's record, versioned, and kept with each order."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.core.markets import all_markets, default_market, prefix_of
from storefront.merchant.models import MerchantProfile, OrderPolicies, Policy
from storefront.merchant.policies.drafts import create_missing_policies, draft_text
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.selectors import policy_links, policy_url
from storefront.merchant.policies.text import filled, plain_text
from storefront.merchant.policies.versions import keep_for_order, policies_of_order
from storefront.payments.models import PaymentAttempt
from tests.checkout.purchase import Payer

pytestmark = pytest.mark.django_db
GERMANY = next(market for market in all_markets() if market.country == "DE")
AMERICA = next(market for market in all_markets() if market.country == "US")


def test_the_footer_of_each_market_links_its_own_policies(client: Client) -> None:
    british = client.get("/what-goes-with-what/").content.decode()
    american = client.get("/en-us/what-goes-with-what/").content.decode()
    german = client.get("/de-de/what-goes-with-what/").content.decode()

    assert 'href="/legal/imprint/"' in british
    assert "/legal/health-data/" not in british
    assert 'href="/en-us/legal/health-data/"' in american
    assert 'href="/de-de/legal/imprint/">Impressum</a>' in german


@pytest.mark.parametrize("market", all_markets(), ids=lambda market: market.language)
def test_every_policy_of_a_market_is_a_page_with_the_sellers_facts(client: Client, market: object) -> None:
    links = policy_links(market)  # type: ignore[arg-type]

    assert len(links) >= 9
    for link in links:
        page = client.get(link.url)
        assert page.status_code == 200
        assert "{{" not in page.content.decode()


def test_annex_1_the_german_instruction_names_seller_address_and_the_online_function(client: Client) -> None:
    page = client.get(policy_url(PolicyKind.WITHDRAWAL, GERMANY)).content.decode()

    assert "Gradual Demo GmbH" in page
    assert "00000 Beispielstadt" in page
    assert "/de-de/returns/withdraw/" in page
    assert "Muster-Widerrufsformular" in page


def test_what_the_merchant_does_not_state_is_a_marked_gap() -> None:
    assert "<mark>" in filled("<p>{{ vat_number }}</p>", {})
    assert filled("<p>{{ vat_number }}</p>", {"vat_number": "GB1"}) == "<p>GB1</p>"


def test_a_placeholder_that_nothing_stands_for_is_refused_by_name() -> None:
    policy = Policy(market="en-gb", kind="terms", title="Terms", body="<p>{{ legal_nmae }}</p>")

    with pytest.raises(ValidationError) as refused:
        policy.clean()

    assert "legal_nmae" in str(refused.value)


def test_scripts_and_what_a_value_holds_do_not_reach_the_page() -> None:
    html = filled("<p onclick='x()'>{{ legal_name }}<script>x()</script></p>", {"legal_name": "<b>Bold & Co</b>"})

    assert html == "<p>&lt;b&gt;Bold &amp; Co&lt;/b&gt;</p>"


def test_what_was_in_force_is_kept_with_the_order_and_does_not_change() -> None:
    keep_for_order("order-1", GERMANY)
    policy = Policy.objects.get(market="de-de", kind="terms")
    policy.body = "<p>Neue Bedingungen</p>"
    policy.save_revision().publish()
    keep_for_order("order-1", GERMANY)
    keep_for_order("order-2", GERMANY)

    first = {kept.kind: kept.text for kept in policies_of_order("order-1")}
    second = {kept.kind: kept.text for kept in policies_of_order("order-2")}

    assert "Der Vertrag" in first[PolicyKind.TERMS]
    assert second[PolicyKind.TERMS] == "Neue Bedingungen"
    assert first[PolicyKind.WITHDRAWAL] == second[PolicyKind.WITHDRAWAL]
    assert "order-1" not in str(OrderPolicies.objects.values_list("order_hash", flat=True))


def test_a_version_that_an_order_keeps_can_be_read(client: Client) -> None:
    keep_for_order("order-1", default_market())

    for kept in policies_of_order("order-1"):
        assert kept.text.splitlines()[0][:20] in client.get(kept.url).content.decode().replace("&#x27;", "'")


def test_a_draft_is_neither_shown_nor_linked(client: Client) -> None:
    Policy.objects.get(market="en-gb", kind="terms").delete()
    Policy.objects.create(market="en-gb", kind="terms", title="Terms", body="<p>Draft</p>", live=False)

    assert policy_url(PolicyKind.TERMS, default_market()) == ""
    assert client.get("/legal/terms/").status_code == 404


def test_a_changed_record_changes_the_pages_that_show_it(client: Client) -> None:
    profile = MerchantProfile.objects.get(market="en-gb")
    profile.phone = "+44 20 7946 0999"
    profile.save()

    assert "+44 20 7946 0999" in client.get("/legal/contact/").content.decode()


def test_missing_policies_are_created_as_drafts_and_nothing_is_overwritten() -> None:
    Policy.objects.filter(market="en-us").delete()
    kept = Policy.objects.get(market="en-gb", kind="terms")

    created = create_missing_policies(publish=False)

    assert {policy.market for policy in created} == {"en-us"}
    assert not any(policy.live for policy in created)
    assert Policy.objects.get(pk=kept.pk).body == kept.body
    assert draft_text(PolicyKind.HEALTH_DATA, GERMANY) is None
    assert draft_text(PolicyKind.HEALTH_DATA, AMERICA)


def test_links_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    policy_links(default_market())

    with django_assert_num_queries(0):
        policy_links(default_market())


def test_plain_text_keeps_headings_lists_and_addresses() -> None:
    html = (
        '<h2>How</h2><p>Write.<br>Soon.</p><ul><li>One</li><li>Two</li></ul><p><a href="https://a.example">Here</a></p>'
    )

    assert plain_text(html) == "HOW\n\nWrite.\nSoon.\n\n- One\n- Two\n\nHere (https://a.example)"


def test_312d_policies_are_linked_where_data_is_typed_and_before_the_order_is_placed() -> None:
    shopper = Payer()

    payment = shopper.reach_payment().content.decode()
    contact = shopper.get("/checkout/contact/").content.decode()

    assert "/legal/privacy/" in contact.partition("<footer")[0]
    before_the_button = payment.partition('class="btn btn-pay"')[0]
    for kind in ("terms", "withdrawal", "delivery", "privacy"):
        assert f"/legal/{kind}/" in before_the_button


def test_the_page_of_an_order_links_what_held_when_it_was_placed(client: Client, commits: None) -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay("success")
    number = PaymentAttempt.objects.get().order_number
    terms = Policy.objects.get(market="en-gb", kind="terms")
    terms.body = "<p>New terms for new orders</p>"
    terms.save_revision().publish()

    page = shopper.get(f"/orders/{number}/").content.decode()

    links = re.findall(r"/legal/as-of/[0-9a-f]+/", page)
    assert len(links) >= 8
    assert not any("New terms" in client.get(link).content.decode() for link in links)


def test_the_market_switcher_leads_home_where_a_market_lacks_the_policy() -> None:
    html = Client().get("/en-us/legal/health-data/").content.decode()

    links = {market: address for address, market in re.findall(r'href="(/[^"]*)"\s+lang="([a-z-]+)"', html)}
    assert links == {"en-gb": "/", "en-us": "/en-us/legal/health-data/", "en-ie": "/en-ie/", "de-de": "/de-de/"}


def test_a_paragraph_with_an_optional_fact_is_left_out_where_it_is_not_stated() -> None:
    text = "<p>VAT number: {{ vat_number? }}</p><p>Phone: {{ phone }}</p><ul><li>{{ weee_number? }}</li></ul>"

    assert filled(text, {"phone": "1"}) == "<p>Phone: 1</p><ul></ul>"
    assert "VAT number: GB1" in filled(text, {"vat_number": "GB1"})


def test_an_address_keeps_its_lines_where_it_begins_one_and_is_one_line_inside_a_sentence() -> None:
    values = {"address": "1 Lane\nTown"}

    assert filled("<p>{{ address }}</p>", values) == "<p>1 Lane<br>Town</p>"
    assert filled("<p>Write to {{ address }}.</p>", values) == "<p>Write to 1 Lane, Town.</p>"


@pytest.mark.parametrize("market", all_markets(), ids=lambda market: market.language)
def test_no_policy_of_the_demo_has_a_gap_and_none_speaks_of_another_markets_law(client: Client, market: object) -> None:
    prefix = prefix_of(market)  # type: ignore[arg-type]
    for link in policy_links(market):  # type: ignore[arg-type]
        text = client.get(link.url).content.decode()
        assert "[not stated" not in text, link
        assert "[nicht angegeben" not in text, link
        if prefix == "/en-us":
            assert not re.search(r"GDPR|VAT number|WEEE|right to cancel|withdraw from", text), link
