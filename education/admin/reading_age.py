"""How hard a page is to read, in school years as textstat counts them. A warning, never a block.

English by McLaughlin's SMOG grade (1969), German by the first Wiener Sachtextformel (Bamberger and Vanecek, 1984).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from textstat.textstat import textstatistics

from education.models import GlossaryTermPage, GuidePage, ReviewedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How texts of one language are counted, and the hardest that a guide and one line of the glossary should be."""

    name: str
    grade: Callable[[str], float]
    guide: float
    term: float


_german = textstatistics()
_german.set_lang("de")
SMOG = Measure(name="SMOG", grade=textstatistics().smog_index, guide=9.0, term=10.0)
WIENER_SACHTEXTFORMEL = Measure(
    name="Wiener Sachtextformel", grade=lambda text: _german.wiener_sachtextformel(text, 1), guide=7.0, term=10.0
)
_NOT_SENTENCES = (
    "anchor",
    "title",
    "situation",
    "sources",
    "limits",
    "finds",
    "paths",
    "products",
    "level",
    "credit",
    "stop_if",
)
_counted: dict[tuple[int, int | None], float] = {}


def grade_of(page: ReviewedPage) -> float:
    """The grade of a page's running text as it is now."""
    return float(measure_of(page).grade(plain(_texts(page))))


def measure_of(page: ReviewedPage) -> Measure:
    """How a page's language is measured."""
    return WIENER_SACHTEXTFORMEL if page.locale.language_code.startswith("de") else SMOG


def live_grade_of(page: ReviewedPage) -> float:
    """The same of a live page, counted once a revision."""
    key = (page.pk, page.live_revision_id)
    if key not in _counted:
        _counted[key] = grade_of(page)
    return _counted[key]


def is_too_hard(page: ReviewedPage, grade: float) -> bool:
    """Whether a grade is above what this shop wants of such a page."""
    measure = measure_of(page)
    return grade > (measure.term if isinstance(page, GlossaryTermPage) else measure.guide)


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
