"""Similarity of words by their trigrams, as PostgreSQL's pg_trgm computes it, and so the same on every database."""

from collections.abc import Collection, Iterable

from education.search.languages import SearchLanguage
from storefront.core.text.localized_text import sort_key

MIN_SIMILARITY = 0.4
"""From 0 (nothing in common) to 1 (equal). "lubricnt" and "lubricant" have 0.5, two swapped letters about 0.42."""
_MIN_PART_LETTERS = 3
_MIN_LETTERS = 4  # one more character turns a shorter word into another word
_MAX_LENGTH_DIFFERENCE = 3
_SAME_LETTERS_BONUS = 0.15


def similarity(one: str, other: str) -> float:
    """Return the share of common trigrams among all trigrams of both words, from 0 to 1."""
    ours, theirs = trigrams(one), trigrams(other)
    return len(ours & theirs) / len(ours | theirs)


def trigrams(word: str) -> frozenset[str]:
    """Return every three characters in a row. Spaces around the word, two before it, give its beginning more weight."""
    padded = f"  {word} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def nearest(word: str, known: Iterable[str], language: SearchLanguage) -> str | None:
    """Return the most similar known word, or None if none is similar enough.

    A different spelling of the same word comes first; the same letters in another order get a bonus.
    """
    known, own = sorted(known), spellings(word, language)
    same = next((other for other in known if own & spellings(other, language)), None)
    if same or len(word) < _MIN_LETTERS:
        return same
    best, best_score = None, 0.0
    for other in known:
        if abs(len(other) - len(word)) > _MAX_LENGTH_DIFFERENCE:
            continue
        score = similarity(word, other) + (_SAME_LETTERS_BONUS if sorted(word) == sorted(other) else 0)
        if score > best_score:
            best, best_score = other, score
    return best if best_score >= MIN_SIMILARITY else None


def spellings(word: str, language: SearchLanguage) -> frozenset[str]:
    """Return a word without diacritics, and spelled for a keyboard without them: `größe` gives `grosse`, `groesse`."""
    spelled_out = word.translate({ord(letter): text for letter, text in language.spelled_out.items()})
    return frozenset((sort_key(spelled_out), sort_key(word)))


def parts(word: str, known: Collection[str], language: SearchLanguage) -> list[str]:
    """Return the two known words of a compound, the first as long as possible, or an empty list."""
    for end in range(len(word) - _MIN_PART_LETTERS, _MIN_PART_LETTERS - 1, -1):
        first, second = word[:end], word[end:]
        for joint in ("", *language.joints):
            stem = first.removesuffix(joint)
            if second in known and stem in known and len(stem) >= _MIN_PART_LETTERS:
                return [stem, second]
    return []


def edit_distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters are added, left out, changed or swapped with the next; above `most` it is `most` + 1.

    This is the optimal string alignment distance.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, row = row, [at]
        for place, against in enumerate(other, start=1):
            cost = min(last[place] + 1, row[place - 1] + 1, last[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = last
    return row[-1]
