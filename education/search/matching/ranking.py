"""Finds and ranks entries of the index for a parsed query. The same arithmetic on every database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from statistics import fmean

from education.search.matching.query import HEAD, USED_WITH_PREFIX, Group, Query
from education.search.matching.vocabulary import Vocabulary
from education.search.models import SearchEntry, SearchPosting

MAX_POSTINGS = 20_000
"""Rows that a search reads, so that its cost is bounded in a large shop."""
_LEAST_SHARE = 0.2
"""Entries below this share of the best one's score are left out."""
_OTHER_PARTS = 0.15
_WHOLE_MENTION = 2.0  # of a product, what its text only mentions covers a part of the query
_LIKELY = 0.6  # alternatives with less weight are only like the typed word
_ONLY_MENTIONED = 0.6  # what a product's score is multiplied by if it only mentions what the query is about
_COVERED = 1.5  # how much it counts that all words are found
_WHOLE_NAME, _IN_NAME, _IN_PART_NAME = 1.6, 1.25, 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A product or page that a search found, and the part of it that fits best."""

    key: int
    score: float
    anchor: str = ""
    place: str = ""
    size_mm: float | None = None
    size_ml: float | None = None
    breadth: int = 0


@dataclass(slots=True)
class _Found:
    kind: str
    key: int
    anchor: str
    place: str
    names: tuple[str, ...]
    size_mm: float | None
    size_ml: float | None
    breadth: int
    scores: list[float]


def rank(query: Query, vocabulary: Vocabulary) -> dict[SearchEntry.Kind, list[Match]]:
    """Return the matches of each kind, best first. One statement."""
    entries = _entries(query, vocabulary)
    by_object: dict[tuple[str, int], list[_Found]] = defaultdict(list)
    for entry in entries:
        by_object[entry.kind, entry.key].append(entry)
    matches: dict[SearchEntry.Kind, list[Match]] = {kind: [] for kind in SearchEntry.Kind}
    importance = [_importance(group.alternatives, vocabulary) * group.emphasis for group in query.groups]
    for (kind, _key), found in by_object.items():
        matches[SearchEntry.Kind(kind)].append(_match(found, query, importance))
    return {kind: _best_first(found, query) for kind, found in matches.items()}


def _entries(query: Query, vocabulary: Vocabulary) -> list[_Found]:
    weights: dict[int, dict[str, float]] = defaultdict(dict)
    about: dict[int, _Found] = {}
    rows = SearchPosting.objects.filter(language=vocabulary.language.code, token__in=query.tokens).values_list(
        "entry_id", "token", "weight",
        "entry__kind", "entry__key", "entry__anchor", "entry__place", "entry__names", "entry__size_mm",
        "entry__size_ml", "entry__breadth",
    )  # fmt: skip
    for pk, token, weight, kind, key, anchor, place, names, width, volume, breadth in rows[:MAX_POSTINGS]:
        weights[pk][token] = weight
        if pk not in about:
            about[pk] = _Found(kind, key, anchor, place, tuple(names.split("\n")), width, volume, breadth, [])
    limits = [_own_rarity(group, vocabulary) for group in query.groups]
    for pk, entry in about.items():
        own = weights[pk]
        for group, most in zip(query.groups, limits, strict=True):
            best = 0.0
            for tokens, share in group.alternatives.items():
                if all(token in own for token in tokens):
                    limit = most if share < _LIKELY else inf
                    value = fmean(own[token] * min(limit, _rarity(token, vocabulary)) for token in tokens)
                    best = max(best, value * share)
            is_product = entry.kind == SearchEntry.Kind.PRODUCT
            entry.scores.append(best * (group.emphasis if is_product else min(1.0, group.emphasis)))
    return list(about.values())


def _rarity(token: str, vocabulary: Vocabulary) -> float:
    return log(1.5 + vocabulary.size / vocabulary.frequencies.get(token.removeprefix(USED_WITH_PREFIX), 1))


def _own_rarity(group: Group, vocabulary: Vocabulary) -> float:
    """The rarity of the typed word, which what is only like it may not exceed; unlimited if nothing has the word."""
    typed = next(iter(group.alternatives), ())
    is_known = bool(typed) and all(map(vocabulary.knows, typed))
    return max(_rarity(token, vocabulary) for token in typed) if is_known else inf


def _importance(alternatives: dict[tuple[str, ...], float], vocabulary: Vocabulary) -> float:
    """How much a typed word says: the rarest of its likely meanings; little if nothing is found by it."""
    known = [
        fmean(_rarity(token, vocabulary) for token in tokens) * share
        for tokens, share in alternatives.items()
        if all(map(vocabulary.knows, tokens))
    ]
    return max(known, default=0.3)


def _match(found: Sequence[_Found], query: Query, importance: Sequence[float]) -> Match:
    totals = [sum(entry.scores) for entry in found]
    best = found[max(range(len(found)), key=totals.__getitem__)]
    groups = []
    for position in range(len(query.groups)):
        scores = sorted((entry.scores[position] for entry in found), reverse=True)
        groups.append(scores[0] + _OTHER_PARTS * sum(scores[1:4]))
    whole = _WHOLE_MENTION if best.kind == SearchEntry.Kind.PRODUCT else 1.0
    covered = sum(
        weight * min(1.0, score / (weight * whole)) for weight, score in zip(importance, groups, strict=True)
    ) / sum(importance)
    if best.kind == SearchEntry.Kind.TERM and _is_named(best, query.stems):
        covered = 1.0
    score = sum(groups) * covered**_COVERED * max(_name_bonus(entry, query.stems) for entry in found)
    if best.kind == SearchEntry.Kind.PRODUCT and any(
        group.emphasis == HEAD and own < weight * _WHOLE_MENTION
        for group, own, weight in zip(query.groups, groups, importance, strict=True)
    ):
        score *= _ONLY_MENTIONED
    return Match(
        key=best.key,
        score=score,
        anchor=best.anchor,
        place=best.place,
        size_mm=best.size_mm,
        size_ml=best.size_ml,
        breadth=best.breadth,
    )


def _is_named(entry: _Found, stems: Sequence[str]) -> bool:
    """Whether the query has all words of one of the entry's names, as "osmolality of lube" has a term's."""
    return any(set(name.split()) <= set(stems) for name in entry.names if name)


def _name_bonus(entry: _Found, stems: Sequence[str]) -> float:
    if not stems:
        return 1.0
    wanted, bonus = set(stems), 1.0
    for name in entry.names:
        words = name.split()
        if words == list(stems):
            bonus = max(bonus, _WHOLE_NAME if not entry.anchor else _IN_NAME)
        elif len(stems) > 1 and wanted <= set(words):
            bonus = max(bonus, _IN_NAME if not entry.anchor else _IN_PART_NAME)
    return bonus


def _best_first(found: list[Match], query: Query) -> list[Match]:
    """Order by score, small sizes before large unless large ones are asked for, and what suits most first.

    Volumes count only where the query asks for small or large things.

    What fits far worse than the best is left out.
    """
    if not found:
        return []
    least = max(match.score for match in found) * _LEAST_SHARE
    return sorted(
        (match for match in found if match.score >= least and match.score > 0),
        key=lambda match: (
            -round(match.score, 1),
            _size_order(match, query),
            -match.breadth,
            match.key,
        ),
    )


def _size_order(match: Match, query: Query) -> float:
    size = match.size_mm
    if size is None and (query.wants_large or query.wants_small):
        size = match.size_ml
    if size is None:
        return inf
    return -size if query.wants_large else size
