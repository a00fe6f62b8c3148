"""English guides and glossary can be read by nearly everyone: SMOG grade nine or below."""

from pathlib import Path

import pytest

from education.admin.page_checks.readability import readability_of
from education.content_io.files.file_reader import (
    CONTENT,
    guide_files,
    read_glossary_file,
    read_guide_file,
    read_site_text,
)
from tests.education.prose import prose, texts

GUIDES = guide_files("en-gb")


def grade(text: str) -> float:
    readability = readability_of("en-gb")
    assert readability is not None
    return readability.grade(text)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_read_at_grade_nine_or_below(path: Path) -> None:
    guide, _ = read_guide_file(path)
    assert grade(" ".join(map(prose, texts(guide)))) <= 9


def test_what_stands_around_the_guides_reads_at_grade_nine_or_below() -> None:
    site = read_site_text("en-gb")
    said = [site.home.lede, *(promise.text for promise in site.home.commitments), site.guides.intro]
    said += [section.body for section in site.guides.about]
    assert grade(" ".join(map(prose, said))) <= 9


def test_glossary_lines_read_at_grade_ten_or_below() -> None:
    lines = {term.slug: prose(term.definition) for term in read_glossary_file(CONTENT / "glossary.en-gb.md")[0].terms}
    assert grade(" ".join(lines.values())) <= 9
    assert {slug: line for slug, line in lines.items() if grade(line) > 10} == {}


def test_the_measure_knows_hard_text_from_plain_text() -> None:
    plain = "Wash your hands. Use a new one each time. Stop if it hurts. " * 10
    hard = "Contraindications necessitate individualised consideration of comorbidities. " * 30
    assert grade(plain) < 5 < 14 < grade(hard)
