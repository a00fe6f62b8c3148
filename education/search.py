"""Search over guides. What is searched for is used and forgotten: it is never logged or stored."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

from education.addresses import page_address
from education.models import GuidePage
from education.prose import prose_of
from education.reading import FoundGuide
from education.selectors import guide_cards

MAX_QUERY = 100
"""Characters of a query that are read."""
_MOST = 6
_SMALL_WORDS = "a an and as at be can do for from how i in is it my of on or so the to what when which with you"
_LIGHT = frozenset(_SMALL_WORDS.split())


def tidy(query: str) -> str:
    """A query without control characters and doubled spaces, at most MAX_QUERY long."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", query[: MAX_QUERY * 4]).split())[:MAX_QUERY].strip()


def plain_words(query: str) -> str:
    """The words of a query alone, in lower case: what a database's search language might read as orders is gone."""
    return " ".join(re.findall(r"\w+", tidy(query).lower()))


def search_guides(query: str) -> tuple[FoundGuide, ...]:
    """Live guides that match all words, else any of them, best first, each with the place that speaks of them most."""
    words = _words(query)
    if not words:
        return ()
    live = GuidePage.objects.live()
    text = " ".join(words)
    found = list(live.search(text, operator="and")[:_MOST]) or list(live.search(text, operator="or")[:_MOST])
    return tuple(_found(guide, words) for guide in found)


def _found(guide: GuidePage, words: list[str]) -> FoundGuide:
    (card,) = guide_cards([guide])
    title, anchor = _best_place(guide, words)
    return FoundGuide(
        title=card.title,
        summary=card.summary,
        url=card.url,
        kind_label=card.kind_label,
        minutes=card.minutes,
        stage_count=card.stage_count,
        place=title,
        place_url=page_address(guide.url_path, anchor) if anchor else None,
    )


def _best_place(guide: GuidePage, words: list[str]) -> tuple[str | None, str]:
    """Title and anchor of the stage or section that has all of the words, most of them in its title."""
    best: tuple[int, str | None, str] = (-1, None, "")
    for place in _places(guide):
        title, text = place["title"].lower(), strip_tags(" ".join(prose_of(place))).lower()
        score = sum(word in title for word in words)
        if score > best[0] and all(word in text for word in words):
            best = (score, place["title"], place["anchor"])
    return best[1], best[2]


def _places(guide: GuidePage) -> Iterator[dict[str, Any]]:
    for stream in (guide.stages, guide.sections, guide.after):
        for block in stream.raw_data:
            yield block["value"]


def _words(query: str) -> list[str]:
    return [word for word in plain_words(query).split() if word not in _LIGHT and len(word) > 1][:12]
