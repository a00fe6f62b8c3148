"""A guide's words: as the page prints them, as search reads them, and how long they take to read."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from education.models import GuidePage

_WORDS_A_MINUTE = 200
_counted: dict[tuple[int, int | None], int] = {}


def minutes_of(guide: GuidePage) -> int:
    """Time to read the prose aloud in one's head, at 200 words a minute, in whole minutes; counted once a revision."""
    key = (guide.pk, guide.live_revision_id)
    if guide.live_revision_id is None or key not in _counted:
        _counted[key] = _count_minutes(guide)
    return _counted[key]


def _count_minutes(guide: GuidePage) -> int:
    texts = [guide.summary, guide.intro]
    for stream in (guide.sections, guide.ask_first, guide.stages, guide.after, guide.stop_signs, guide.care_cards):
        for block in stream.raw_data:
            texts.extend(prose_of(block["value"]))
    return max(1, ceil(sum(len(strip_tags(text).split()) for text in texts) / _WORDS_A_MINUTE))


def prose_of(value: Any) -> Iterable[str]:
    """Every text inside a stored block that readers read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from prose_of(item.get("value") if isinstance(item, dict) else item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("anchor", "sources", "limits", "finds", "paths", "products", "level", "alt", "credit"):
                yield from prose_of(inner)


def html_of(source: str) -> SafeString:
    """Stored rich text as the page prints it."""
    html: str = expand_db_html(source)
    return mark_safe(html)  # noqa: S308  # Wagtail keeps only the features that blocks.FEATURES names
