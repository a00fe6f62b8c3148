"""Shop questions lead to the policies that the market has published, and to the shop's own pages."""

import pytest
from django.utils import translation

from education.search.site_search import search_site
from education.search.suggestions import suggestions
from storefront.core.markets import Market, all_markets
from storefront.merchant.models import Policy
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.selectors import policy_links

pytestmark = pytest.mark.django_db
QUESTIONS: dict[PolicyKind, dict[str, tuple[str, ...]]] = {
    PolicyKind.DELIVERY: {"en": ("delivery", "how much is shipping"), "de": ("Versand", "Lieferkosten")},
    PolicyKind.WITHDRAWAL: {"en": ("returns", "can I return a used toy"), "de": ("Widerruf", "Rueckgabe")},
    PolicyKind.PRIVACY: {"en": ("privacy policy",), "de": ("Datenschutz", "Datenschutzerklaerung")},
    PolicyKind.COOKIES: {"en": ("cookies",), "de": ("Cookies",)},
    PolicyKind.CONTACT: {"en": ("contact", "phone number"), "de": ("Kontakt", "Telefonnummer")},
    PolicyKind.IMPRINT: {"en": ("about us",), "de": ("Impressum",)},
    PolicyKind.TERMS: {"en": ("terms and conditions",), "de": ("AGB",)},
    PolicyKind.COMPLAINTS: {"en": ("complaints",), "de": ("Beschwerde",)},
    PolicyKind.ACCESSIBILITY: {"en": ("accessibility",), "de": ("Barrierefreiheit",)},
}
EVERY_MARKET = pytest.mark.parametrize("market", all_markets(), ids=lambda market: market.language)


def found(query: str, market: Market) -> list[str]:
    with translation.override(market.language):
        return [page.url for page in search_site(query, market, products=1).pages]


@EVERY_MARKET
def test_a_shop_question_leads_to_the_policy_of_the_market(market: Market) -> None:
    links = {link.kind: link.url for link in policy_links(market)}
    missed = [
        query
        for kind, queries in QUESTIONS.items()
        if kind in links
        for query in queries[market.language[:2]]
        if links[kind] not in found(query, market)
    ]
    assert links.keys() >= {PolicyKind.DELIVERY, PolicyKind.WITHDRAWAL, PolicyKind.PRIVACY, PolicyKind.CONTACT}
    assert missed == []


@EVERY_MARKET
def test_the_title_that_a_merchant_gives_a_policy_leads_to_it(market: Market) -> None:
    policy = Policy.objects.get(market=market.language, kind=PolicyKind.CONTACT)
    policy.title = "Quokka hotel"
    policy.save()

    assert "/legal/contact/" in found("quokka hotel", market)[0]


def test_a_policy_that_is_not_published_is_not_found() -> None:
    market = all_markets()[0]
    policy = Policy.objects.get(market=market.language, kind=PolicyKind.CONTACT)
    policy.live = False
    policy.save()

    assert found("contact", market) == []


def test_a_product_that_is_named_with_a_word_of_a_policy_is_no_question_about_it() -> None:
    market = all_markets()[0]

    assert "/legal/delivery/" not in found("plug express", market)
    assert "/legal/delivery/" in found("express delivery", market)


def test_policies_are_suggested_while_typing() -> None:
    suggested = [suggestion.url for suggestion in suggestions("deliv", all_markets()[0])]

    assert "/legal/delivery/" in suggested
