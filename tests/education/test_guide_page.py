import json
import re
from datetime import date

import pytest
import time_machine
from django.contrib.sites.requests import RequestSite
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from education.blocks.sources import format_partial_date
from education.content_io.files.file_reader import read_site_text
from education.guides.guide_views import guide_view
from education.models import GuidePage, Reviewer
from education.seo.sitemaps import GuideSitemap
from storefront.core.markets import all_markets, default_market
from tests.asserting import non_empty
from tests.education.editing import SIX, TRAINING, guide, listings, new_guide, product, stage, state
from tests.education.markup import Markup
from tests.markup import compact

pytestmark = pytest.mark.django_db
GUIDES = read_site_text("en-gb").guides.order


def page(client: Client, path: str = TRAINING) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def stage_products_of(anchor: str, *, language: str = "en-gb", slug: str = "gradual-anal-training") -> list[str]:
    market = next(market for market in all_markets() if market.language == language)
    (found,) = [stage for stage in guide_view(guide(slug), market).stages if stage.anchor == anchor]
    return [row.card.slug for row in found.products]


@pytest.mark.database
def test_the_six_stages_are_in_order_and_numbered(client: Client) -> None:
    html = page(client)
    assert re.findall(r'<section class="stage" id="([^"]+)"', html) == SIX
    assert [f"Stage {number} of 6" in html for number in range(1, 7)] == [True] * 6


def test_an_explainer_does_not_number_its_parts(client: Client) -> None:
    html = page(client, "/guides/choosing-a-lubricant/")
    assert "Stage 1" not in html
    assert "None" not in html


@pytest.mark.parametrize("anchor", SIX)
def test_products_are_in_their_stage_below_its_safety_text(client: Client, anchor: str) -> None:
    part = page(client).split(f'<section class="stage" id="{anchor}"')[1].split("</section>")[0]
    assert -1 < part.index("Good to know") < part.index("Stop if") < part.index("From our shop, for this stage")
    slugs = stage_products_of(anchor)
    assert slugs
    assert all(part.index("From our shop") < part.index(f"/product/{slug}/") for slug in slugs)


def test_adding_to_the_cart_without_script_returns_to_the_same_stage(client: Client) -> None:
    part = page(client).split('<section class="stage" id="adding-lubricant"')[1].split("</section>")[0]
    assert f'name="next" value="{TRAINING}#adding-lubricant"' in part


@pytest.mark.database
def test_a_guide_costs_at_most_seven_statements_and_asks_saleor_nothing(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, no_saleor: None
) -> None:
    page(client)
    with django_assert_max_num_queries(7):
        page(client)


def test_a_shared_page_carries_nothing_about_its_reader(client: Client) -> None:
    for path in ("/", "/guides/", TRAINING, "/search/?q=gel"):
        answer = client.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "csrf" not in answer.content.decode()


def test_a_british_guide_lives_in_every_market_with_its_prices(client: Client) -> None:
    british, american = page(client), page(client, f"/en-us{TRAINING}")
    assert "£" in british.split("From our shop")[1].split("</section>")[0]
    shelf_there = american.split("From our shop")[1].split("</section>")[0]
    assert "$" in shelf_there
    assert "£" not in shelf_there
    assert "/en-us/product/" in shelf_there
    assert f'value="/en-us{TRAINING}#' in american


def test_a_pick_that_newly_breaks_its_stage_is_not_shown_and_the_rest_is() -> None:
    before = stage_products_of("fingers-or-toys")
    state("slim-starter-plug-18-mm", **{"max-diameter": "36"})
    assert stage_products_of("fingers-or-toys") == [slug for slug in before if slug != "slim-starter-plug-18-mm"]


@pytest.mark.parametrize("change", [{"published": False}, {"price": None}])
def test_a_pick_that_a_market_does_not_sell_is_not_shown_there(change: dict[str, object]) -> None:
    listings("slim-starter-plug-18-mm", "us").update(**change)
    assert "slim-starter-plug-18-mm" not in stage_products_of("fingers-or-toys", language="en-us")
    assert "slim-starter-plug-18-mm" in stage_products_of("fingers-or-toys")


def test_a_stage_without_products_shows_its_text_only(client: Client) -> None:
    listings("latex-free-dams-pack-of-8").update(published=False)
    part = page(client).split('<section class="stage" id="oral-contact"')[1].split("</section>")[0]
    assert "From our shop" not in part
    assert "Stop if" in part


def test_what_is_out_of_stock_goes_last_and_says_so(client: Client) -> None:
    first = stage_products_of("fingers-or-toys")[0]
    listings(first).update(in_stock=False, left=0)
    assert stage_products_of("fingers-or-toys")[-1] == first
    assert "Out of stock" in page(client).split('id="fingers-or-toys"')[1].split("</section>")[0]


def test_a_borrowed_stage_and_a_width_of_its_own_limit_an_explainers_picks() -> None:
    picked = ("slim-starter-plug-18-mm", "small-plug-24-mm")
    new_guide(stage("start-small", *picked, stage="fingers-or-toys", max_diameter_mm=18))
    assert stage_products_of("start-small", slug="a-new-guide") == ["slim-starter-plug-18-mm"]


def test_without_a_reason_of_the_editors_the_products_own_is_given() -> None:
    new_guide(stage("fingers-or-toys", "slim-starter-plug-18-mm"))
    (row,) = guide_view(guide("a-new-guide"), default_market()).stages[0].products
    assert row.reason == product("slim-starter-plug-18-mm").facts.stage_reason


@time_machine.travel("2027-01-15")
def test_the_review_line_says_what_was_checked_and_what_was_not(client: Client) -> None:
    html = page(client)
    assert "Editorially checked 26 November 2026." in html
    assert "Not yet clinically reviewed." in html
    assert "Next review due 26 November 2027." in html
    assert "overdue" not in html.lower().split("<main")[1]


@time_machine.travel("2027-11-27T12:00:00Z")
def test_an_overdue_review_says_so(client: Client) -> None:
    assert "Its review was due 26 November 2027 and is overdue." in page(client)


@pytest.mark.parametrize(("clinician", "named"), [(True, True), (False, False)])
def test_only_a_clinicians_review_is_called_one(client: Client, clinician: bool, named: bool) -> None:
    reviewer = Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=clinician)
    GuidePage.objects.filter(slug="gradual-anal-training").update(review_status="clinical", reviewer=reviewer)
    html = page(client)
    assert ("Clinically reviewed by A. Example, Example nurse." in html) is named
    assert ("reviewedBy" in html) is named
    assert ("Not yet clinically reviewed." in html) is not named


def test_every_source_says_its_date_or_that_it_has_none_and_when_it_was_last_read(client: Client) -> None:
    html = page(client)
    paper, undated = (html.split(f'<li id="source-{code}">')[1].split("</li>")[0] for code in ("S5", "S2"))
    assert '<span class="source-dates">Dated 2016. Last read by us: 2026.</span>' in paper
    assert '<span class="source-dates">Undated. Last read by us: 2026.</span>' in undated
    cited = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])["citation"]
    assert {source["name"]: source.get("datePublished") for source in cited}["Markland 2016, PMC5231615"] == "2016"
    assert any("datePublished" not in source for source in cited)


@pytest.mark.parametrize(
    ("known", "said_in_german"),
    [("2022", "2022"), ("2022-02", "Februar 2022"), ("2022-02-03", "3. Februar 2022"), ("", "")],
)
def test_a_date_is_said_as_exactly_as_it_is_known(known: str, said_in_german: str) -> None:
    with translation.override("de-de"):
        assert format_partial_date(known) == said_in_german


def test_machines_read_the_same_dates_addresses_and_trail(client: Client) -> None:
    html = page(client, f"/en-us{TRAINING}")
    blocks = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    medical, *lists, trail = blocks
    assert [found["@type"] for found in lists] == ["ItemList"] * 6
    assert medical["@type"] == "MedicalWebPage"
    assert medical["lastReviewed"] == "2026-11-26"
    assert "reviewedBy" not in medical
    assert [item["position"] for item in trail["itemListElement"]] == [1, 2, 3]
    assert re.search(rf'<link rel="canonical" href="[^"]+/en-us{TRAINING}">', html)
    languages = re.findall(r'hreflang="([^"]+)"', html)
    assert languages == ["en-GB", "en-US", "en-IE", "de-DE", "x-default"]


def test_what_editors_write_cannot_leave_its_place(client: Client) -> None:
    page_ = guide()
    page_.headline = page_.summary = "</script><b onclick=x>hi</b>"
    page_.last_reviewed = date(2026, 11, 22)
    page_.save_revision().publish()
    html = page(client)
    assert "</script><b" not in html
    assert "<b onclick" not in html


@pytest.mark.parametrize("path", ["/", "/guides/", "/search/?q=latex", *(f"/guides/{slug}/" for slug in GUIDES)])
def test_markup_is_sound(client: Client, path: str) -> None:
    found = Markup(page(client, path))
    assert not found.wrong
    assert len(found.ids) == len(set(found.ids))
    assert found.headings.count(1) == 1
    assert found.headings[0] == 1
    assert all(below - above <= 1 for above, below in zip(found.headings, found.headings[1:], strict=False))
    assert set(found.targets) <= set(found.ids)


def test_the_list_of_guides_says_how_they_are_written_and_what_is_unchecked(client: Client) -> None:
    html = page(client, "/guides/")
    assert "Not yet clinically reviewed.</b> No clinician has read it" in html
    assert html.index('class="grid grid-2 guide-grid"') < html.index('id="about"') < html.index('id="guides-and-shop"')
    assert 'href="/guides/#about"' in page(client, "/")


def test_home_says_what_the_shop_is_and_leads_on(client: Client) -> None:
    html = page(client, "/")
    assert "This shop teaches first" in html
    assert all(f"/guides/{slug}/" in html for slug in non_empty(GUIDES[:6]))
    assert all(f"/shop/{slug}/" in html for slug in ("lubricants", "trainers-and-toys"))


def test_the_sitemap_names_each_guide_in_each_market(rf: RequestFactory) -> None:
    site = RequestSite(rf.get("/sitemap.xml"))
    places = [str(entry["location"]) for entry in GuideSitemap().get_urls(site=site, protocol="https")]
    assert sum(place.endswith(TRAINING) for place in places) == len(all_markets())


@pytest.mark.parametrize(
    ("market", "emergency", "urgent"),
    [("", "999", "111"), ("/en-us", "911", None), ("/en-ie", "112", None), ("/de-de", "112", "116117")],
)
def test_a_care_card_gives_the_number_of_the_market_and_no_other(
    client: Client, market: str, emergency: str, urgent: str | None
) -> None:
    guide, foot = page(client, f"{market}{TRAINING}").split("<footer")
    assert re.findall(r'href="tel:(\d+)"', foot) == [emergency]
    assert re.findall(r'href="tel:(\d+)"', guide) == [number for number in (urgent, emergency) if number]


def test_a_date_is_written_as_its_language_writes_it(client: Client) -> None:
    assert re.search(r"Editorially checked \d+ \w+ 20\d\d", page(client))
    assert re.search(r"geprüft am \d+\. \w+ 20\d\d", page(client, f"/de-de{TRAINING}"))


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_lists_every_part_that_it_has(client: Client, slug: str) -> None:
    html = page(client, f"/guides/{slug}/")
    listed = re.findall(r'href="#([^"]+)"', html.split('<details class="contents')[1].split("</details>")[0])
    body = html.split('<div class="guide-body">')[1].split("</article>")[0]
    assert listed == [found for found in re.findall(r'<section[^>]* id="([^"]+)"', body) if found in listed]
    assert set(re.findall(r'<section class="(?:guide-section|stage)" id="([^"]+)"', body)) <= set(listed)


def test_what_is_passed_on_is_a_plain_address(client: Client) -> None:
    html = page(client, f"/en-us{TRAINING}")
    (copied,) = set(re.findall(r'data-(?:copy|share)="([^"]+)"', html))
    assert copied.endswith(f"/en-us{TRAINING}")
    assert "?" not in copied
