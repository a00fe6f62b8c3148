"""How hard a page is to read: McLaughlin's SMOG grade (1969), as textstat counts it. A warning, never a block."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import textstat
from django.utils.html import strip_tags

from education.models import GlossaryTermPage, GuidePage, ReviewedPage

GUIDE_GRADE, TERM_GRADE = 9.0, 10.0
"""The hardest that a guide, or one line of the glossary, should be: school years."""
_NOT_SENTENCES = ("anchor", "title", "situation", "sources", "limits", "finds", "paths", "products", "level", "stop_if")
_counted: dict[tuple[int, int | None], float] = {}


def grade_of(page: ReviewedPage) -> float:
    """The SMOG grade of a page's running text as it is now."""
    return float(textstat.smog_index(plain(_texts(page))))


def live_grade_of(page: ReviewedPage) -> float:
    """The same of a live page, counted once a revision."""
    key = (page.pk, page.live_revision_id)
    if key not in _counted:
        _counted[key] = grade_of(page)
    return _counted[key]


def is_too_hard(page: ReviewedPage, grade: float) -> bool:
    """Whether a grade is above what this shop wants of such a page."""
    return grade > (TERM_GRADE if isinstance(page, GlossaryTermPage) else GUIDE_GRADE)


def plain(texts: Iterable[str]) -> str:
    """Texts as prose: a list stays one sentence unless its items end as sentences do; 11.66 is one word."""
    joined = " ".join(strip_tags(text.replace("<", " <")) for text in texts)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)[.,](?=\d)", "", joined)).strip()


def _texts(page: ReviewedPage) -> Iterator[str]:
    """Headings are not sentences, so they are left out."""
    if isinstance(page, GlossaryTermPage):
        yield page.definition
    elif isinstance(page, GuidePage):
        yield from (page.summary, page.intro)
        for stream in (page.stop_signs, page.sections, page.stages, page.after, page.ask_first, page.care_cards):
            for block in stream:
                yield from _sentences(block.block.get_prep_value(block.value))


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _sentences(item["value"])
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_SENTENCES:
                yield from _sentences(inner)
        if value.get("stop_if"):
            yield f"Stop if {'; '.join(item['value'] for item in value['stop_if'])}."
