"""The guides' texts as readers meet them."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from education.manuscripts import CONTENT, Manuscript, read_manuscript

GUIDES = sorted(CONTENT.glob("*.md"))
NOT_OURS = ("gape", "gaping", "slut", "virgin", "naughty", "dirty", "kinky", "horny", "fuck", "cum", "butt", "arse")


def texts(guide: Manuscript) -> Iterator[str]:
    yield from (guide.title, guide.headline, guide.summary, guide.intro, *guide.stop_signs)
    yield from (section.body for section in (*guide.sections, *guide.after))
    yield from (row.message for row in guide.ask_first)
    for stage in guide.stages:
        yield from (stage.purpose, stage.body, *stage.good_to_know, *(f"Stop if {sign}." for sign in stage.stop_if))
        yield from (pick.reason for pick in stage.products)
    yield from (sentence for card in guide.care_cards for sentence in card.body)


def sentences(text: str) -> list[str]:
    lines = [re.sub(r"^\s*- ", "", line).replace("*", "") for line in text.splitlines()]
    found = [sentence for line in lines for sentence in re.split(r"(?<=[.!?:])[\"”]?\s+", line)]
    return [sentence for sentence in found if re.search("[a-z]", sentence)]


def syllables(word: str) -> int:
    """Groups of vowels, silent endings aside: within 0.3 SMOG grades of the CMU dictionary on these texts."""
    stem = re.sub(r"(?<=[^aeiouy])e$|es$|ed$", "", word) if len(word) > 3 else word
    return max(1, len(re.findall("[aeiouy]+", stem)))


def smog(guide: Manuscript) -> float:
    """McLaughlin's SMOG grade (1969): words of three syllables or more, per thirty sentences."""
    found = [sentence for text in texts(guide) for sentence in sentences(text)]
    long = sum(syllables(word) >= 3 for sentence in found for word in re.findall("[a-z]+", sentence.lower()))
    return 1.043 * math.sqrt(30 * long / len(found)) + 3.1291


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_read_at_grade_nine_or_below(path: object) -> None:
    guide, _ = read_manuscript(path)  # type: ignore[arg-type]
    assert smog(guide) <= 8.5


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_use_plain_words_and_never_explicit_or_shaming_ones(path: object) -> None:
    guide, _ = read_manuscript(path)  # type: ignore[arg-type]
    words = set(re.findall("[a-z]+", " ".join(texts(guide)).lower()))
    assert not words & set(NOT_OURS)
    assert "!" not in " ".join(texts(guide))


def test_every_source_that_a_guide_cites_is_listed_and_every_listed_one_is_cited() -> None:
    for path in GUIDES:
        guide, _ = read_manuscript(path)
        parts: tuple[Any, ...] = (*guide.sections, *guide.stages, *guide.after, *guide.ask_first, *guide.care_cards)
        cited = {code for part in parts for code in part.sources}
        assert cited == {source.code for source in guide.sources}, path.name
