"""The guides' texts as readers meet them."""

import re
from pathlib import Path

import pytest

from education.content_io.files.file_format import GuideFile, Source
from education.content_io.files.file_reader import guide_files, read_guide_file, read_site_text
from tests.asserting import non_empty
from tests.education.prose import parts, texts, words_of

GUIDES = guide_files("en-gb")
LAUNCH = {
    "gradual-anal-training",
    "choosing-a-lubricant",
    "what-goes-with-what",
    "choosing-a-first-toy",
    "cleaning-and-storage",
    "consent-and-communication",
    "safer-sex-and-stis",
    "hygiene-and-preparation",
    "when-to-get-help",
    "allergies-and-sensitive-skin",
}
NOTHING_TO_BUY = {"consent-and-communication", "when-to-get-help"}
NOT_OURS = ("gape", "gaping", "slut", "virgin", "naughty", "dirty", "kinky", "horny", "fuck", "cum", "butt", "arse")
TO_CALL = r"\b(?:999|111|112|911|116 117)\b"
OUR_OWN = re.compile(r"\bour(?:s| own)\b|\bwe (?:suggest|have no source|could not trace)", re.IGNORECASE)

every_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)


def read(path: Path) -> GuideFile:
    return read_guide_file(path)[0]


def test_the_ten_launch_guides_are_all_here() -> None:
    assert {read(path).slug for path in GUIDES} == LAUNCH
    assert set(read_site_text("en-gb").guides.order) == LAUNCH
    assert all(path.name == f"{read(path).slug}.en-gb.md" for path in GUIDES)


@every_guide
def test_guides_use_plain_words_and_never_explicit_or_shaming_ones(path: Path) -> None:
    said = " ".join((read(path).title, read(path).headline, *texts(read(path))))
    assert not set(re.findall("[a-z]+", said.lower())) & set(NOT_OURS)
    assert "!" not in said


@every_guide
def test_every_source_that_a_guide_cites_is_listed_and_every_listed_one_is_cited(path: Path) -> None:
    guide = read(path)
    listed = [source.code for source in guide.sources]
    assert {code for part in parts(guide) for code in part.sources} == set(listed)
    assert len(set(listed)) == len(listed)


@every_guide
def test_a_figure_has_a_source_or_says_that_it_is_ours(path: Path) -> None:
    for part in non_empty(parts(read(path))):
        said = words_of(part)
        if not part.sources and re.search(r"\d", re.sub(TO_CALL, "", re.sub(r"(?m)^\d+\. ", "", said))):
            assert OUR_OWN.search(said), said


def test_a_source_is_described_alike_in_every_guide_and_says_when_it_was_read() -> None:
    described: dict[str, set[Source]] = {}
    for path in GUIDES:
        for source in read(path).sources:
            described.setdefault(source.code, set()).add(source)
    assert [code for code, ways in described.items() if len(ways) > 1] == []
    assert all(source.read for found in non_empty(described.values()) for source in found)


@every_guide
def test_every_guide_says_who_asks_first_when_to_stop_and_whom_to_call(path: Path) -> None:
    guide = read(path)
    assert guide.ask_first
    assert guide.stop_signs
    assert [card.level for card in guide.care_cards] == ["non-urgent", "urgent", "emergency"]
    assert {"999", "112", "911"} <= set(re.findall(TO_CALL, words_of(guide.care_cards[-1])))


@every_guide
def test_no_guide_claims_a_review_by_a_clinician_that_never_was(path: Path) -> None:
    guide = read(path)
    assert guide.review_status == "editorial"
    assert guide.last_reviewed
    assert guide.next_review
    assert guide.last_reviewed < guide.next_review


@every_guide
def test_guides_lead_on_to_others_and_never_to_themselves(path: Path) -> None:
    guide = read(path)
    assert 1 <= len(set(guide.related)) == len(guide.related) <= 3
    assert set(guide.related) <= LAUNCH - {guide.slug}


@every_guide
def test_texts_fit_the_desks_fields(path: Path) -> None:
    guide = read(path)
    assert max(map(len, (guide.title, guide.headline))) <= 160
    assert max(len(section.title) for section in (*guide.sections, *guide.after)) <= 120
    assert max((len(stage.title) for stage in guide.stages), default=0) <= 120
    assert max(len(row.situation) for row in guide.ask_first) <= 120
    lines = [line for stage in guide.stages for line in (stage.purpose, *(pick.reason for pick in stage.products))]
    assert max(map(len, lines), default=0) <= 200
    assert len(guide.seo_description) <= 160
    anchors = [*(s.anchor for s in (*guide.sections, *guide.after)), *(stage.anchor for stage in guide.stages)]
    assert len(set(anchors)) == len(anchors)


def test_guides_on_consent_and_on_getting_help_sell_nothing() -> None:
    sold = {guide.slug: [s for s in guide.stages if s.products] for guide in map(read, GUIDES)}
    assert {slug for slug, shelves in sold.items() if not shelves} == NOTHING_TO_BUY
    assert not any(guide.stages for guide in map(read, GUIDES) if guide.slug in NOTHING_TO_BUY)
