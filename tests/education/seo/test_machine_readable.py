"""Markup, feeds and structured data, checked with html5lib, feedparser, and schema.org's vocabulary in rdflib."""

import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from rdflib import Dataset
from rdflib.namespace import RDF, SDO

from education.content_io.files.file_reader import read_site_text
from education.models import GlossaryTermPage, Reviewer
from tests.asserting import non_empty
from tests.education.editing import TRAINING, guide

pytestmark = pytest.mark.django_db
PAGES = ["/", "/guides/", TRAINING, "/guides/consent-and-communication/", "/glossary/", "/glossary/dam/"]
SHOP = ["/search/?q=gel", "/search/?q=zzzz", "/shop/", "/product/everyday-water-based-gel-100-ml/"]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def blocks(client: Client, path: str) -> list[dict[str, object]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(client, path), re.S)
    return [json.loads(block) for block in found]


@pytest.mark.parametrize("path", [*PAGES, *SHOP, f"/de-de{TRAINING}", "/shop/lubricants/", "/nothing-here/"])
def test_html5lib_finds_no_error_in_a_page(client: Client, path: str) -> None:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(client.get(path).content.decode())
    for element in tree.iter():
        # What the Nu checker found once: htmx's names without "data-", and names on what has no role.
        assert not [name for name in element.attrib if name.startswith("hx-")]
        assert not (element.tag in ("span", "div") and "aria-label" in element.attrib and "role" not in element.attrib)


@pytest.mark.parametrize("path", PAGES[1:])  # the home page has no structured data
def test_every_name_in_our_structured_data_is_schema_orgs(client: Client, path: str) -> None:
    for block in non_empty(blocks(client, path)):
        assert block.pop("@context") == "https://schema.org"
        graph = Dataset()
        graph.parse(data=json.dumps({"@context": {"@vocab": str(SDO)}, **block}), format="json-ld")
        triples = [(subject, predicate, value) for subject, predicate, value, _ in graph.quads()]
        assert triples
        for _subject, predicate, value in triples:
            name = str(value if predicate == RDF.type else predicate)
            assert name.removeprefix(str(SDO)) in SDO.__annotations__, name


def test_a_guide_says_what_it_is_and_a_stage_lists_its_products_in_order(client: Client) -> None:
    medical, *lists, trail = blocks(client, TRAINING)
    assert medical["@type"] == "MedicalWebPage"
    assert {"lastReviewed", "dateModified", "citation", "image", "inLanguage"} <= set(medical)
    assert "reviewedBy" not in medical
    assert trail["@type"] == "BreadcrumbList"
    for stage_products_of in non_empty(lists):
        items = stage_products_of["itemListElement"]
        assert isinstance(items, list)
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert all("/product/" in item["url"] for item in non_empty(items))


def test_the_glossary_is_a_set_and_a_term_one_of_it(client: Client) -> None:
    whole, _ = blocks(client, "/glossary/")
    term, _ = blocks(client, "/glossary/dam/")
    assert whole["@type"] == "DefinedTermSet"
    listed = whole["hasDefinedTerm"]
    assert isinstance(listed, list)
    assert len(listed) == GlossaryTermPage.objects.live().filter(locale__language_code="en-gb").count()
    assert term["inDefinedTermSet"] == whole["url"]
    assert term["url"] in [one["url"] for one in listed]


def test_a_terms_reviewer_is_named_only_after_a_clinicians_review(client: Client) -> None:
    reviewer = Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=False)
    GlossaryTermPage.objects.filter(slug="dam").update(review_status="clinical", reviewer=reviewer)
    assert "reviewedBy" not in text(client, "/glossary/dam/")
    Reviewer.objects.filter(pk=reviewer.pk).update(is_clinician=True)
    assert "reviewedBy" in text(client, "/glossary/dam/")


@pytest.mark.parametrize("path", PAGES)
def test_a_passed_on_address_has_a_title_words_and_a_picture_of_its_own(client: Client, path: str) -> None:
    html = text(client, path)
    said = dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', html))
    assert said["title"]
    assert said["description"]
    assert f'<link rel="canonical" href="{said["url"]}">' in html
    answer = client.get(said["image"].removeprefix("http://127.0.0.1:8080"))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_what_is_not_live_has_no_picture(client: Client) -> None:
    page = guide()
    page.unpublish()
    assert client.get(f"/pictures/{page.pk}.png").status_code == 404
    assert client.get("/pictures/999999.png").status_code == 404


@pytest.mark.parametrize("market", ["", "/en-us"])
def test_feedparser_reads_the_feed_without_complaint(
    client: Client, market: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        answer = client.get(f"{market}/guides/feed.atom")
    feed = feedparser.parse(io.BytesIO(answer.content), response_headers={"content-type": answer["Content-Type"]})
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == len(read_site_text("en-gb").guides.order)
    assert feed.feed.updated
    assert all(entry.id and entry.updated and entry.summary and entry.title for entry in non_empty(feed.entries))
    assert all(f"{market}/guides/" in entry.link for entry in feed.entries)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert any(
        link["rel"] == "self" and link["href"].endswith(f"{market}/guides/feed.atom") for link in feed.feed.links
    )


def test_an_untranslated_guide_states_its_language_in_the_feed(client: Client) -> None:
    guide(language="de-de").unpublish()
    feed = feedparser.parse(io.BytesIO(client.get("/de-de/guides/feed.atom").content))
    assert {entry.link for entry in feed.entries if entry.title_detail.language == "en-gb"} == {
        f"http://127.0.0.1:8080/de-de{TRAINING}"
    }
    assert feed.feed.title_detail.language == "de-de"


def test_the_feed_knows_a_guide_after_its_address_and_its_words_changed(client: Client) -> None:
    # given
    def entry() -> Any:
        return next(
            e for e in feedparser.parse(io.BytesIO(client.get("/guides/feed.atom").content)).entries if "anal" in e.link
        )

    before, page = entry(), guide()
    # when
    page.slug, page.summary = "gradual-anal-steps", "A&E <b>first</b>"
    page.save_revision().publish()
    # then
    after = entry()
    assert after.link.endswith("/guides/gradual-anal-steps/")
    assert after.id == before.id
    assert after.updated > before.updated
    assert after.published == before.published
    assert after.summary_detail.type == "text/html"
    assert after.summary == "A&amp;E &lt;b&gt;first&lt;/b&gt;"


def test_the_sitemaps_keep_to_their_protocol_with_pictures_and_other_markets(client: Client) -> None:
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [str(part.findtext(f"{SITEMAP}loc")) for part in index]
    urls = [url for part in parts for url in ElementTree.fromstring(client.get(part).content)]  # noqa: S314
    order = {f"{SITEMAP}loc": 0, f"{SITEMAP}lastmod": 1, f"{XHTML}link": 2, f"{IMAGE}image": 3}
    places = []
    for url in urls:
        assert url.tag == f"{SITEMAP}url"
        kinds = [order[child.tag] for child in url]
        assert kinds == sorted(kinds)
        assert kinds.count(0) == 1
        places.append(str(url.findtext(f"{SITEMAP}loc")))
    assert len(places) == len(set(places))
    (american,) = [url for url in urls if str(url.findtext(f"{SITEMAP}loc")).endswith("/en-us/glossary/dam/")]
    assert [link.get("hreflang") for link in american.iter(f"{XHTML}link")] == [
        "en-GB",
        "en-US",
        "en-IE",
        "de-DE",
        "x-default",
    ]
    assert len(list(american.iter(f"{IMAGE}loc"))) == 1
    known = {place.replace("testserver", "127.0.0.1:8080") for place in places}
    assert {link.get("href") for url in urls for link in url.iter(f"{XHTML}link")} <= known


def test_a_page_that_lists_guides_changes_with_them(client: Client) -> None:
    # given
    guide().save_revision().publish()
    changed = guide().last_published_at
    # when
    found = ElementTree.fromstring(client.get("/sitemap-guides.xml").content)  # noqa: S314  # our own
    said = {
        str(url.findtext(f"{SITEMAP}loc"))[len("http://testserver") :]: url.findtext(f"{SITEMAP}lastmod")
        for url in found
    }
    # then
    assert {said["/"], said["/guides/"], said[TRAINING]} == {changed.isoformat()}
    assert said["/glossary/"] != changed.isoformat()
