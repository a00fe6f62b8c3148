"""Whether guides can be read by nearly everyone: McLaughlin's SMOG grade (1969), as textstat counts it."""

from pathlib import Path

import pytest
import textstat

from education.content_io.file_format import CONTENT, guide_files, read_glossary_file, read_guide_file, read_site_text
from tests.education.prose import prose, texts

GUIDES = guide_files("en-gb")


def grade(path: Path) -> float:
    guide, _ = read_guide_file(path)
    return float(textstat.smog_index(" ".join(map(prose, texts(guide)))))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_guides_read_at_grade_nine_or_below(path: Path) -> None:
    assert grade(path) <= 9


def test_what_stands_around_the_guides_reads_at_grade_nine_or_below() -> None:
    site = read_site_text("en-gb")
    said = [site.home.lede, *(promise.text for promise in site.home.promises), site.guides.intro]
    said += [section.body for section in site.guides.about]
    assert textstat.smog_index(" ".join(map(prose, said))) <= 9


def test_glossary_lines_read_at_grade_ten_or_below() -> None:
    lines = {term.slug: prose(term.definition) for term in read_glossary_file(CONTENT / "glossary.en-gb.md")[0].terms}
    assert textstat.smog_index(" ".join(lines.values())) <= 9
    assert {slug: line for slug, line in lines.items() if textstat.smog_index(line) > 10} == {}


def test_the_measure_knows_hard_text_from_plain_text() -> None:
    plain = "Wash your hands. Use a new one each time. Stop if it hurts. " * 10
    hard = "Contraindications necessitate individualised consideration of comorbidities. " * 30
    assert textstat.smog_index(plain) < 5 < 14 < textstat.smog_index(hard)
