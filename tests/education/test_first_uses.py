import re

import pytest
from django.test import Client
from django.utils.safestring import SafeString, mark_safe

from education.glossary.term_linker import Term, TermLinker
from storefront.page_cache.models import Invalidation
from tests.education.editing import TRAINING, term

TERMS = (
    Term(words=("Dam", "dams", "dental dam"), url="/glossary/dam/"),
    Term(words=("Lubricant",), url="/glossary/lubricant/"),
    Term(words=("Water-based lubricant",), url="/glossary/water-based/"),
    Term(words=("PEP",), url="/glossary/pep/"),
    Term(words=("Q&A",), url="/glossary/qa/"),
    Term(words=("breiter Fuß",), url="/glossary/flared-base/"),
)


def linked(*texts: str) -> str:
    uses = TermLinker(TERMS)
    return " ".join(uses.linked(mark_safe(text)) for text in texts)  # noqa: S308  # the test's own text


def words(html: str) -> list[str]:
    return re.findall(r'<a class="term"[^>]*>([^<]+)</a>', html)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>A dam, or two dams.</p>", ["dam"]),
        ("<p>Use a dental dam.</p>", ["dental dam"]),
        ("<p>Water-based lubricant, then lubricant.</p>", ["Water-based lubricant", "lubricant"]),
        ("<p>A pep talk, then PEP.</p>", ["PEP"]),
        ("<p>Breiter Fuß, dann breiter Fuß.</p>", ["Breiter Fuß"]),
        ("<p>A damn, a madam, dam-like.</p>", []),
        ('<p><a href="/x/">dam</a></p><h3>dams</h3>', []),
        ("<p>our Q&amp;A</p>", []),
        ('<p title="dam">here</p>', []),
        ("<p><strong>Dam</strong></p>", ["Dam"]),
    ],
)
def test_only_whole_words_outside_of_links_and_headings_are_linked_once(html: str, found: list[str]) -> None:
    assert words(linked(html)) == found
    assert re.sub(r'</?a class="term"[^>]*>|(?<=\w)</a>', "", linked(html)) == re.sub(r"(?<=\w)</a>", "", html)


def test_a_term_is_linked_once_a_page_however_many_texts_it_has() -> None:
    assert words(linked("<p>dam</p>", "<p>dams and lubricant</p>")) == ["dam", "lubricant"]


def test_without_terms_a_text_stays_as_it_is() -> None:
    text = SafeString("<p>dam &lt;b&gt; &#8217;</p>")
    assert TermLinker(()).linked(text) == text


@pytest.mark.django_db
def test_a_guide_links_each_term_once_in_its_market_and_is_forgotten_when_a_term_changes(client: Client) -> None:
    html = client.get(f"/en-us{TRAINING}").content.decode()
    targets = re.findall(r'<a class="term" href="([^"]+)"', html)
    assert len(targets) > 5
    assert len(targets) == len(set(targets))
    assert all(target.startswith("/en-us/glossary/") for target in targets)
    term("consent").unpublish()
    assert Invalidation.objects.filter(tag="guides").exists()
    assert "/glossary/consent/" not in client.get(TRAINING).content.decode().split("<article")[1].split("</article>")[0]
