"""The text of pages: as HTML, as prose for search, and the time that it takes to read."""

from collections.abc import Iterator, Mapping
from math import ceil

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import BaseStructBlock
from wagtail.rich_text import expand_db_html

from education.models import GuidePage
from education.prose import Prose, texts_in

_WORDS_PER_MINUTE = 200
_minutes: dict[tuple[int, int | None], int] = {}


def render_rich_text(source: str) -> SafeString:
    """Return stored rich text as the HTML that pages print."""
    html: str = expand_db_html(source)
    return mark_safe(html)  # noqa: S308  # Wagtail keeps only the features in blocks.FEATURES


def reading_minutes(guide: GuidePage) -> int:
    """Return the reading time in whole minutes, at 200 words a minute. It is counted once for each live revision."""
    key = (guide.pk, guide.live_revision_id)
    if guide.live_revision_id is None or key not in _minutes:
        _minutes[key] = _count_minutes(guide)
    return _minutes[key]


def read_texts(block: BaseStructBlock, stored: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts of a stored section or stage that readers see."""
    return (text for prose, text in texts_in(block, stored) if prose is not Prose.ALTERNATIVE)


def _count_minutes(guide: GuidePage) -> int:
    texts = [guide.summary, guide.intro]
    for stream in (guide.sections, guide.ask_first, guide.stages, guide.after, guide.stop_signs, guide.care_cards):
        texts += read_texts(stream.stream_block, stream.raw_data)
    return max(1, ceil(sum(len(strip_tags(text).split()) for text in texts) / _WORDS_PER_MINUTE))
