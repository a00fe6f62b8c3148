"""How hard a page is to read: its grade, in school years, and whether that is above the limit for its language.

Editors see a warning; nothing is blocked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.utils.html import strip_tags

from education.admin.page_checks.readability import readability_of
from education.blocks.text import Prose, texts_in
from education.models import GlossaryTermPage, GuidePage, ReviewedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAge:
    """A page's grade in school years, the name of the formula, and whether the grade is above the limit."""

    grade: float
    formula: str
    is_too_hard: bool


_live: dict[tuple[int, int | None], ReadingAge | None] = {}


def reading_age_of(page: ReviewedPage) -> ReadingAge | None:
    """Return the reading age of a page's text as it is in memory; None where its language is not graded."""
    readability = readability_of(page.locale.language_code)
    if readability is None:
        return None
    grade = readability.grade(plain_text(_prose_of(page)))
    limit = readability.max_term if isinstance(page, GlossaryTermPage) else readability.max_guide
    return ReadingAge(grade=grade, formula=readability.name, is_too_hard=grade > limit)


def live_reading_age_of(page: ReviewedPage) -> ReadingAge | None:
    """Return the reading age of a live page; it is computed once for each revision and process."""
    key = (page.pk, page.live_revision_id)
    if key not in _live:
        _live[key] = reading_age_of(page)
    return _live[key]


def plain_text(texts: Iterable[str]) -> str:
    """Join texts into prose. A list counts as one sentence unless its items end as sentences do; 11.66 is one word."""
    joined = " ".join(strip_tags(text.replace("<", " <")) for text in texts)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)[.,](?=\d)", "", joined)).strip()


def _prose_of(page: ReviewedPage) -> Iterator[str]:
    """Yield the sentences of a page. A heading is not a sentence."""
    if isinstance(page, GlossaryTermPage):
        yield page.definition
    elif isinstance(page, GuidePage):
        yield from (page.summary, page.intro)
        for stream in (page.stop_signs, page.sections, page.stages, page.after, page.ask_first, page.care_cards):
            for prose, texts in groupby(texts_in(stream.stream_block, stream.get_prep_value()), key=itemgetter(0)):
                if prose is Prose.LIST_ITEM:
                    # The items continue an interface text, such as "Stop if …", so together they are one sentence.
                    yield f"{'; '.join(text for _, text in texts)}."
                elif prose is not Prose.HEADING:
                    yield from (text for _, text in texts)
