"""How alike two words look: by their trigrams, as PostgreSQL's pg_trgm does it, and the same on every database."""

from collections.abc import Collection, Iterable

from storefront.core.collation import sort_key

MIN_SIMILARITY = 0.4
"""From 0 (nothing in common) to 1 (the same). "lubricnt" and "lubricant" have 0.5, two letters swapped about 0.42."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_JOINTS = ("", "s", "es", "n", "en")
_SHORTEST_PART = 3
_SHORTEST = 4  # letters: in shorter words one letter more makes another word


def similarity(one: str, other: str) -> float:
    """Shared trigrams among all of both, from 0 to 1."""
    ours, theirs = trigrams(one), trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def trigrams(word: str) -> frozenset[str]:
    """Every three letters in a row, with two spaces before the word and one after: beginnings count most."""
    padded = f"  {word} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The word most like this one, or None when none is like enough. The same letters in other order count for more."""
    among, spelt = sorted(among), spellings(word)
    same = next((other for other in among if spelt & spellings(other)), None)
    if same or len(word) < _SHORTEST:
        return same
    best, score = None, 0.0
    for other in among:
        if abs(len(other) - len(word)) > 3:
            continue
        alike = similarity(word, other) + (0.15 if sorted(word) == sorted(other) else 0)
        if alike > score or (alike == score and best is not None and other < best):
            best, score = other, alike
    return best if score >= MIN_SIMILARITY else None


def spellings(word: str) -> frozenset[str]:
    """A word as it is written without its own letters: `größe` is `groesse` and `grosse`."""
    return frozenset((sort_key(word.translate(_SPELT_OUT)), sort_key(word)))


def parts(word: str, among: Collection[str]) -> list[str]:
    """The two words that a compound is made of, the first as long as can be; `kondomgröße` is `kondom` and `größe`."""
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        first, second = word[:end], word[end:]
        for joint in _JOINTS:
            stem = first.removesuffix(joint)
            if second in among and stem in among and len(stem) >= _SHORTEST_PART:
                return [stem, second]
    return []
