"""Search through the service that SEARCH_URL names, with Wagtail's backend of it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from education.localization import filter_readable
from education.models import GlossaryTermPage, GuidePage, PublicPage
from education.search.matching.query import Query
from education.search.matching.ranking import Match
from education.search.models import SearchEntry
from storefront.catalog.search import matching_products

_FUSION = 60  # the usual constant: the larger, the less the first places count
Matches = dict[SearchEntry.Kind, list[Match]]
_MAX_READINGS = 4
_MAX_RESULTS = 12


def blend(matches: Matches, query: Query, words: str) -> Matches:
    """Add what the service finds for the words as typed, corrected, and with other words of the same meaning.

    Both lists count by rank (reciprocal rank fusion), because their scores cannot be compared. Raises the exceptions of
    `search_backends.service_errors`.
    """
    readings = _readings(query, words)
    found = {
        SearchEntry.Kind.GUIDE: [key for text in readings for key in _pages(GuidePage, text, either=True)],
        SearchEntry.Kind.TERM: [key for text in readings for key in _pages(GlossaryTermPage, text)],
        SearchEntry.Kind.PRODUCT: [key for text in readings for key in matching_products(text)],
    }
    return {kind: _fused(matches[kind], found[kind]) for kind in found}


def _readings(query: Query, words: str) -> list[str]:
    """Return the texts to search for. Only words are passed on, because backends read quotes and stars as operators."""
    typed = [group.typed for group in query.groups]
    readings = [" ".join(re.findall(r"\w+", words)), " ".join(typed), query.corrected or ""]
    for position, group in enumerate(query.groups):
        others = sorted(group.alternatives.items(), key=lambda pair: -pair[1])[1:3]
        readings += [" ".join([*typed[:position], *tokens, *typed[position + 1 :]]) for tokens, _weight in others]
    return [text for text in dict.fromkeys(readings) if text][:_MAX_READINGS]


def _pages(page_type: type[PublicPage], words: str, *, either: bool = False) -> list[int]:
    """Return the pages that have all words, or else any of them. They are filtered by path: `pk__in` is ignored."""
    paths = filter_readable(page_type.objects.live()).values_list("path", flat=True)
    pages: Any = page_type.objects.filter(path__in=list(paths))
    for operator in ("and", "or") if either else ("and",):
        found = [page.pk for page in pages.search(words, operator=operator)[:_MAX_RESULTS]]
        if found:
            return found
    return []


def _fused(ours: Sequence[Match], theirs: Sequence[int]) -> list[Match]:
    by_key = {match.key: match for match in ours}
    scores: dict[int, float] = defaultdict(float)
    for keys in (by_key, dict.fromkeys(theirs)):
        for place, key in enumerate(keys):
            scores[key] += 1 / (_FUSION + place)
    ordered = sorted(scores, key=lambda key: -scores[key])
    return [by_key.get(key) or Match(key=key, score=scores[key]) for key in ordered]
