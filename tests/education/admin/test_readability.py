"""The reading grade: textstat's figures for our own guides, syllables word by word, and what is not graded."""

import pytest

from education.admin.page_checks.readability import Readability, readability_of
from education.content_io.files.file_reader import CONTENT, read_glossary_file, read_guide_file
from tests.education.prose import prose, texts

BY_TEXTSTAT = {
    "allergies-and-sensitive-skin.de-de.md": 4.00,
    "allergies-and-sensitive-skin.en-gb.md": 7.17,
    "choosing-a-first-toy.de-de.md": 3.02,
    "choosing-a-first-toy.en-gb.md": 6.69,
    "choosing-a-lubricant.de-de.md": 3.96,
    "choosing-a-lubricant.en-gb.md": 7.30,
    "cleaning-and-storage.de-de.md": 3.64,
    "cleaning-and-storage.en-gb.md": 6.57,
    "consent-and-communication.de-de.md": 2.21,
    "consent-and-communication.en-gb.md": 5.96,
    "glossary.de-de.md": 3.52,
    "glossary.en-gb.md": 6.73,
    "gradual-anal-training.de-de.md": 3.69,
    "gradual-anal-training.en-gb.md": 7.11,
    "hygiene-and-preparation.de-de.md": 3.21,
    "hygiene-and-preparation.en-gb.md": 6.29,
    "safer-sex-and-stis.de-de.md": 3.45,
    "safer-sex-and-stis.en-gb.md": 7.21,
    "what-goes-with-what.de-de.md": 4.73,
    "what-goes-with-what.en-gb.md": 7.95,
    "when-to-get-help.de-de.md": 3.71,
    "when-to-get-help.en-gb.md": 6.83,
}
"""Grades by textstat 0.7.8 with the CMU pronouncing dictionary, of the texts of 2026-11-30."""

SYLLABLES = {
    "en-gb": {
        1: "make washed filled hours tongue sides through",
        2: "little needed settled safety something household centre quiet going lukewarm washes people",
        3: "area anyone barrier silicone condition reaction recommend orgasm video idea water-based latex-free",
        4: "comfortable material experiences",
        5: "osmolality immediately",
    },
    "de-de": {
        1: "Schmerz Haut ihr",
        2: "heute aber oder Kondom Quelle bequem Deutschland",
        3: "Gleitmittel Studien Allergie geeignet beenden Museum latexfrei",
        4: "Hygiene Beckenboden Abendessen wasserbasiert",
        5: "Information",
    },
}


def graded(language: str) -> Readability:
    found = readability_of(language)
    assert found is not None
    return found


@pytest.mark.parametrize("name", BY_TEXTSTAT)
def test_the_grade_is_within_half_a_grade_of_textstats(name: str) -> None:
    """A guide that is rewritten loses its line above, because textstat never saw its new text."""
    path = CONTENT / name
    if name.startswith("glossary."):
        glossary, language = read_glossary_file(path)
        text = " ".join(prose(term.definition) for term in glossary.terms)
    else:
        guide, language = read_guide_file(path)
        text = " ".join(map(prose, texts(guide)))
    assert graded(language).grade(text) == pytest.approx(BY_TEXTSTAT[name], abs=0.5)


@pytest.mark.parametrize("language", SYLLABLES)
def test_syllables_are_counted_as_they_are_spoken(language: str) -> None:
    expected = {word: count for count, words in SYLLABLES[language].items() for word in words.split()}
    assert {word: graded(language).count_syllables(word) for word in expected} == expected


def test_the_english_formula_is_smog() -> None:
    """Thirty sentences with thirty words of three syllables: 3.1291 + 1.043 times the root of 30."""
    assert graded("en").grade("We use silicone. " * 30) == pytest.approx(3.1291 + 1.043 * 30**0.5)


def test_the_german_formula_is_the_first_wiener_sachtextformel() -> None:
    """Five words in one sentence: one of three syllables, one of more than six letters, four of one syllable."""
    expected = 0.1935 * 20 + 0.1672 * 5 + 0.1297 * 20 - 0.0327 * 80 - 0.875
    assert graded("de").grade("Gib viel Gleitmittel auf Haut.") == pytest.approx(expected)


def test_very_short_sentences_do_not_lower_the_grade() -> None:
    assert graded("en").grade("We use silicone. Yes. Stop now. ") == graded("en").grade("We use silicone. ")


def test_text_without_words_and_languages_without_a_table_have_no_grade() -> None:
    assert graded("en").grade(" … ") == 0
    assert readability_of("xx") is None
