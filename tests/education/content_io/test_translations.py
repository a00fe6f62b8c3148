"""German and the original: the same parts, sources and products in other words, and numbers to call in Germany."""

import re
from pathlib import Path

import pytest

from education.admin.page_checks.readability import readability_of
from education.content_io.files.file_format import GuideFile
from education.content_io.files.file_reader import (
    CONTENT,
    guide_files,
    read_glossary_file,
    read_guide_file,
    read_site_text,
)
from tests.education.prose import parts, prose, texts, words_of

GUIDES = guide_files("de-de")
UNTRACED = "nicht in unseren Quellen"
ONLY_GERMAN = r"110|116 006|116 016|116 117"
"""Numbers that only German texts name, for no source of ours does."""

every_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)


def read(path: Path) -> GuideFile:
    return read_guide_file(path)[0]


def original(path: Path) -> GuideFile:
    return read(CONTENT / path.name.replace(".de-de.", ".en-gb."))


def shape(guide: GuideFile) -> tuple[object, ...]:
    """What no translation changes."""
    return (
        (guide.slug, guide.kind, guide.review_status, guide.related, guide.sources, len(guide.stop_signs)),
        [part.sources for part in parts(guide)],
        [section.anchor for section in (*guide.sections, *guide.after)],
        [(s.anchor, s.number, s.optional, s.criteria, [p.product for p in s.products]) for s in guide.stages],
        [card.level for card in guide.care_cards],
    )


@every_guide
def test_a_translation_has_the_parts_sources_and_products_of_its_original(path: Path) -> None:
    assert shape(read(path)) == shape(original(path))


@every_guide
def test_every_stop_sign_and_fact_of_a_stage_is_translated(path: Path) -> None:
    counted = [(len(stage.good_to_know), len(stage.stop_if)) for stage in read(path).stages]
    assert counted == [(len(stage.good_to_know), len(stage.stop_if)) for stage in original(path).stages]


@every_guide
def test_figures_are_those_of_the_original(path: Path) -> None:
    def figures(guide: GuideFile) -> set[str]:
        said = re.sub(rf"\b(?:999|111|112|911|{ONLY_GERMAN})\b", "", " ".join(texts(guide)))
        return {re.sub("[.,]", "", figure) for figure in re.findall(r"\d[\d.,]*", said)}

    assert figures(read(path)) == figures(original(path))


@every_guide
def test_german_readers_are_given_german_numbers_and_told_which_we_could_not_trace(path: Path) -> None:
    guide = read(path)
    assert "112" in words_of(guide.care_cards[-1]) + guide.care_cards[-1].title
    for said in (" ".join(texts(guide)), *map(words_of, guide.care_cards)):
        assert UNTRACED in said or not re.search(rf"\b(?:{ONLY_GERMAN})\b", said)


@every_guide
def test_german_is_plain_says_du_and_fits_the_desks_fields(path: Path) -> None:
    guide = read(path)
    said = " ".join(map(prose, texts(guide)))
    assert not re.search(r"\b(?:Sie können|Ihre[nmrs]?|Ihnen)\b|!", said)
    assert len(guide.seo_description) <= 160
    lines = [line for stage in guide.stages for line in (stage.purpose, *(pick.reason for pick in stage.products))]
    assert max(map(len, lines), default=0) <= 200
    assert max(len(row.situation) for row in guide.ask_first) <= 120


@every_guide
def test_german_guides_read_at_school_year_seven_or_below(path: Path) -> None:
    """By the first Wiener Sachtextformel (Bamberger and Vanecek, 1984), whose figure is an Austrian school year."""
    readability = readability_of("de-de")
    assert readability is not None
    assert readability.grade(" ".join(map(prose, texts(read(path))))) <= 7


def test_the_german_glossary_has_the_terms_links_and_sources_of_its_original() -> None:
    german, english = (read_glossary_file(CONTENT / f"glossary.{language}.md")[0] for language in ("de-de", "en-gb"))
    assert german.sources == english.sources
    kept = [[(t.slug, t.see, t.guides, t.sources) for t in glossary.terms] for glossary in (german, english)]
    assert kept[0] == kept[1]
    words = [word for term in german.terms for word in {term.term, *term.also}]
    assert sorted(words) == sorted(set(words))


def test_what_stands_around_the_guides_is_translated_whole() -> None:
    german, english = read_site_text("de-de"), read_site_text("en-gb")
    assert german != english
    assert german.guides.order == english.guides.order
    assert [section.anchor for section in german.guides.about] == [section.anchor for section in english.guides.about]
    assert len(german.home.commitments) == len(english.home.commitments)
