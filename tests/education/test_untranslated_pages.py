"""Untranslated pages in a German market: the English original, marked as English, in a German shop."""

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client
from django.utils import translation

from education.models import HomePage
from education.search.site_search import search_site
from education.search.suggestions import suggestions
from education.stage_products.selectors import stages_of_product
from storefront.core.markets import active_market
from tests.education.editing import TRAINING, guide, product, term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_saleor")]
GERMAN = "de-de"
LUBRICANT = "/guides/choosing-a-lubricant/"
NOTICE = "Diese Seite gibt es noch nicht in deiner Sprache. Hier ist sie auf Englisch."


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def texts(html: str) -> dict[str, set[str]]:
    """The texts of a page's body by the language that they are said to be in."""
    found: dict[str, set[str]] = {}
    for language, text in _texts(html5lib.parse(html, namespaceHTMLElements=False), ""):
        found.setdefault(language, set()).add(text)
    return found


def _texts(element: Element, language: str) -> Iterator[tuple[str, str]]:
    if element.tag in ("head", "script"):
        return
    own = element.get("lang", language)
    for text, spoken in ((element.text, own), *((inner.tail, own) for inner in element)):
        if text and (said := " ".join(text.split())) and not said.startswith("http"):
            yield spoken, said
    for inner in element:
        if isinstance(inner.tag, str):
            yield from _texts(inner, own)


@pytest.mark.parametrize("path", [TRAINING, LUBRICANT, "/glossary/dam/", "/glossary/", "/guides/", "/"])
def test_an_untranslated_page_is_english_in_a_german_shop(client: Client, path: str) -> None:
    german, english = texts(page(client, f"/de-de{path}")), texts(page(client, path))
    only_english = english["en-gb"] - german[GERMAN]
    slug = path.strip("/").rpartition("/")[2] or "home"
    pages = HomePage.objects.get(locale__language_code=GERMAN).get_descendants(inclusive=True)
    pages.get(slug=slug if slug != "home" else pages[0].slug).specific.unpublish()

    html = page(client, f"/de-de{path}")

    here = texts(html)
    assert NOTICE in here[GERMAN]
    assert here["en-gb"] & only_english
    assert sorted(here[GERMAN] & only_english) == []
    assert sorted(here["en-gb"] & (german[GERMAN] - english["en-gb"])) == []
    assert {"Ratgeber", "Warenkorb", "Vertrag widerrufen"} <= here[GERMAN]
    assert re.search(rf'<link rel="canonical" href="[^"]+:8080{path}">', html)
    assert '<meta property="og:locale" content="en_GB">' in html
    assert "de-DE" not in re.findall(r'hreflang="([^"]+)"', html)
    said = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    assert {block.get("inLanguage", "en-GB") for block in said} <= {"en-GB"}


def test_a_draft_in_german_is_not_shown_and_not_waited_for(client: Client) -> None:
    translation = guide("choosing-a-lubricant", GERMAN)
    translation.unpublish()
    translation.title = translation.headline = "Noch nicht fertig"
    translation.save_revision()

    html = page(client, f"/de-de{LUBRICANT}")

    assert NOTICE in html
    assert "Noch nicht fertig" not in html


def test_lists_and_links_say_that_a_guide_is_in_english_and_lead_to_it(client: Client) -> None:
    guide("choosing-a-lubricant", GERMAN).unpublish()

    for path in ("/", "/guides/"):
        cards = page(client, f"/de-de{path}").split('<article class="guide-card">')[1:]
        (card,) = (text.split("</article>")[0] for text in cards if f'{LUBRICANT}"' in text)
        assert "auf Englisch" in card
        assert 'lang="en-gb"' in card
    with translation.override(GERMAN):
        links = stages_of_product(product("everyday-water-based-gel-100-ml"))
    assert {link.language for link in links} == {"", "en-gb"}
    assert "auf Englisch" in page(client, "/de-de/product/everyday-water-based-gel-100-ml/")


def test_an_untranslated_guide_links_to_german_guides(client: Client) -> None:
    guide("choosing-a-lubricant", GERMAN).unpublish()
    related = [row.guide for row in guide("choosing-a-lubricant").related.all()]

    following = page(client, f"/de-de{LUBRICANT}").split('id="read-next"')[1]

    assert related
    assert all(guide(one.slug, GERMAN).title in following for one in related)


def test_a_term_and_the_glossary_mark_untranslated_pages(client: Client) -> None:
    term("barrier", GERMAN).unpublish()

    here, listed = texts(page(client, "/de-de/glossary/dam/")), texts(page(client, "/de-de/glossary/"))

    assert term("barrier").title in here["en-gb"]
    assert term("barrier").title in listed["en-gb"]


def test_search_finds_untranslated_pages_and_says_so(client: Client) -> None:
    term("osmolality", GERMAN).unpublish()
    guide("choosing-a-lubricant", GERMAN).unpublish()

    with translation.override(GERMAN):
        terms = search_site("osmolality", active_market(), products=1).terms
        guides = {
            (found.title, found.language) for found in search_site("lubricant", active_market(), products=1).guides
        }
        named = {(found.label, found.language) for found in suggestions("choosing", active_market())}
    assert ("Osmolality", "en-gb") in [(found.term, found.language) for found in terms]
    assert ("Choosing a lubricant", "en-gb") in guides & named
    assert "auf Englisch" in page(client, "/de-de/search/suggest/?q=osmol")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/de-de/guides/choosing-a-lubricant/", "/de-de/guides/gleitmittel-waehlen/"),
        ("/de-de/guides/choosing-a-lubricant/?path=casual", "/de-de/guides/gleitmittel-waehlen/?path=casual"),
        ("/guides/gleitmittel-waehlen/", LUBRICANT),
        ("/en-us/guides/gleitmittel-waehlen/", f"/en-us{LUBRICANT}"),
    ],
)
def test_an_address_in_another_language_leads_to_the_page_that_is_read_here(
    client: Client, typed: str, shown: str
) -> None:
    translation = guide("choosing-a-lubricant", GERMAN)
    translation.slug = "gleitmittel-waehlen"
    translation.save_revision().publish()

    answer = client.get(typed)

    assert (answer.status_code, answer.headers["Location"]) == (301, shown)
    assert client.get(shown).status_code == 200


def test_a_page_of_no_language_at_all_is_not_found(client: Client) -> None:
    guide("choosing-a-lubricant").unpublish()
    assert client.get(f"/de-de{LUBRICANT}").status_code == 200
    guide("choosing-a-lubricant", GERMAN).unpublish()
    assert client.get(f"/de-de{LUBRICANT}").status_code == 404
    assert client.get(LUBRICANT).status_code == 404
