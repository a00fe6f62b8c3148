"""The glossary's text: the fact sheet's 39 terms, each in a plain line."""

import re

import pytest

from education.content_io.files.file_format import Term
from education.content_io.files.file_reader import CONTENT, guide_files, read_glossary_file, read_guide_file
from tests.asserting import non_empty

GLOSSARY, _ = read_glossary_file(CONTENT / "glossary.en-gb.md")

SEE = {
    "anal-canal": {"sphincter"},
    "anal-dilator": {"graduated-set"},
    "anal-training": {"consent", "casual-and-concerted-approach"},
    "barrier": {"dam", "external-condom"},
    "body-safe": {"non-porous", "phthalates"},
    "casual-and-concerted-approach": {"anal-training"},
    "check-in": {"stop-word"},
    "consent": {"check-in", "stop-word"},
    "dam": {"barrier"},
    "desensitiser": {"stop-word"},
    "douche": {"mucosa"},
    "external-condom": {"internal-condom", "barrier"},
    "finger-cot": {"barrier"},
    "firmness": {"maximum-diameter"},
    "fissure": {"piles"},
    "flared-base": {"retention"},
    "graduated-set": {"maximum-diameter"},
    "hybrid-lubricant": {"lubricant"},
    "insertable-length": {"maximum-diameter"},
    "internal-condom": {"external-condom"},
    "latex-allergy": {"polyisoprene", "patch-test"},
    "lubricant": {"osmolality", "ph"},
    "maximum-diameter": {"insertable-length"},
    "mucosa": {"osmolality"},
    "non-porous": {"porous"},
    "osmolality": {"mucosa"},
    "patch-test": {"latex-allergy"},
    "pep": {"sti"},
    "ph": {"lubricant"},
    "phthalates": {"body-safe"},
    "piles": {"fissure"},
    "polyisoprene": {"barrier"},
    "porous": {"tpe"},
    "retention": {"flared-base"},
    "sphincter": {"anal-canal"},
    "sti": {"barrier", "pep"},
    "stop-word": {"consent"},
    "strap-on": {"flared-base"},
    "tpe": {"porous"},
}
"""The fact sheet's terms and where their arrows lead."""


def test_the_fact_sheets_39_terms_are_here_with_their_cross_links() -> None:
    terms = GLOSSARY.terms
    assert len(SEE) == len(terms) == 39
    found = {term.slug: set(term.see) for term in terms}
    assert found.keys() == SEE.keys()
    assert all(SEE[slug] <= found[slug] for slug in SEE)


def test_cross_links_and_guides_lead_somewhere_and_never_to_the_term_itself() -> None:
    terms = GLOSSARY.terms
    slugs, guides = {term.slug for term in terms}, {read_guide_file(path)[0].slug for path in guide_files("en-gb")}
    for term in non_empty(terms):
        assert set(term.see) <= slugs - {term.slug}, term.slug
        assert term.guides, term.slug
        assert set(term.guides) <= guides, term.slug


def test_no_two_terms_answer_to_the_same_word() -> None:
    words = [word.casefold() for term in GLOSSARY.terms for word in {term.term, *term.also}]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("term", GLOSSARY.terms, ids=lambda term: term.slug)
def test_a_definition_is_one_or_two_sentences_of_plain_text(term: Term) -> None:
    said = term.definition
    assert 1 <= len(re.findall(r"\.(?=\s|$)", said)) <= 2
    assert said.endswith(".")
    assert said.count("*") % 2 == 0
    assert not re.search(r"[<>\[\]`_#!]", said)


def test_sources_are_listed_used_and_described_as_in_the_guides() -> None:
    listed = {source.code: source for source in GLOSSARY.sources}
    assert {code for term in GLOSSARY.terms for code in term.sources} == listed.keys()
    told = {source.code: source for path in guide_files("en-gb") for source in read_guide_file(path)[0].sources}
    assert all(told[code] == described for code, described in non_empty(listed.items()))
