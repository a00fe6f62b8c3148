"""The words of the indexed texts in one language: what is like a word, what it is made of, and what it is part of.

Kept in the process, and read again when the index has new words.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max

from education.search.documents import HEADING
from education.search.languages import SearchLanguage, search_language
from education.search.matching.trigrams import MIN_SIMILARITY, edit_distance, similarity, trigrams
from education.search.models import SearchPosting, SearchWord
from storefront.core.text.localized_text import sort_key

_MIN_PART, _SHORTEST = 3, 2
_MIN_INFLECTED = 6
_MIN_COMPOUND = 7
_MIN_KNOWN_PART = 5
_MAX_PARTS = 4
_MAX_PREFIXED = 12
_MAX_NEAR = 4
_MAX_LENGTH_DIFFERENCE = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known word that is like the typed one, from 0 to 1."""

    word: str
    stem: str
    score: float


class Vocabulary:
    """Stems with the number of entries that have them, and the words that they come from."""

    def __init__(
        self, language: SearchLanguage, frequencies: dict[str, int], words: dict[str, str], prominent: frozenset[str]
    ) -> None:
        self.language = language
        self._prominent = prominent
        self._taught = language.understood_words | frozenset(_page_words(language))
        self.frequencies = frequencies
        self.size = max(frequencies.values(), default=1)
        self._words = words
        self._plain = sorted((sort_key(word), word) for word in words)
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        for plain, word in self._plain:
            for part in trigrams(plain):
                self._by_trigram[part].append(word)
        self._components = self._component_words()
        self._stems = frozenset(words.values())
        self._compounds: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for part in self.parts(word):
                self._compounds[language.stem(part)].add(words[word])

    def knows(self, stem: str) -> bool:
        """Whether an entry has this stem or measure."""
        return stem in self.frequencies

    def is_prominent(self, stem: str) -> bool:
        """Whether the stem is in a name or heading, and not only in running text."""
        return stem in self._prominent

    def is_meant(self, word: str) -> bool:
        """Whether a typing error may be corrected to this word: it is in a name or heading, or has a known meaning."""
        return self.is_prominent(self._words.get(word, "")) or word in self._taught

    def beginning_with(self, word: str) -> list[str]:
        """Return the stems of the words that begin like this one, the shortest words first."""
        plain = sort_key(word)
        start = bisect_left(self._plain, (plain, ""))
        found: list[str] = []
        for begins, each in self._plain[start : start + 200]:
            if not begins.startswith(plain):
                break
            found.append(each)
        return list(dict.fromkeys(self._words[each] for each in sorted(found, key=len)))[:_MAX_PREFIXED]

    def like(self, word: str) -> list[Likeness]:
        """Return the words that differ in one or two letters, the nearest first, and of those the commonest."""
        plain = sort_key(word)
        if len(plain) < 4 or any(sign.isdigit() for sign in plain):
            return self._shortened(word)
        most = 1 if len(plain) < 7 else 2
        shared: dict[str, int] = defaultdict(int)
        for part in trigrams(plain):
            for each in self._by_trigram.get(part, ()):
                shared[each] += 1
        near: list[tuple[float, int, str]] = []
        for each, count in shared.items():
            other = sort_key(each)
            if count < 2 or abs(len(other) - len(plain)) > _MAX_LENGTH_DIFFERENCE:
                continue
            distance = edit_distance(plain, other, most=most)
            same_start = 0.1 if other[0] == plain[0] else 0.0
            if 0 < distance <= most:
                score = 0.9 - 0.2 * distance + same_start
            elif distance and same_start and similarity(plain, other) >= MIN_SIMILARITY:
                score = 0.4
            else:
                continue
            stem = self._words[each]
            if not self.is_meant(each):
                score *= 0.6
            near.append((-score, -self.frequencies.get(stem, 0), each))
        return [Likeness(each, self._words[each], -score) for score, _count, each in sorted(near)[:_MAX_NEAR]]

    def _shortened(self, word: str) -> list[Likeness]:
        """Return the known word that a very short one is an inflection of, such as `öl` for `öle`."""
        stem = self._words.get(word[:-1])
        return [Likeness(word[:-1], stem, 0.7)] if stem and word.isalpha() and len(word) == 3 else []

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the words that a compound is made of, the first as long as possible; or nothing."""
        if not self.language.joints or len(word) < _MIN_COMPOUND:
            return ()
        return self._split(word, _MAX_PARTS) or ()

    def part_of(self, word: str) -> str | None:
        """Return the longest known word that a compound of an unknown word begins or ends with."""
        if not self.language.joints or len(word) < _MIN_COMPOUND:
            return None
        for length in range(len(word) - 2, _MIN_KNOWN_PART - 1, -1):
            if self._is_component(word[-length:]):
                return word[-length:]
            if bare := self._bare(word[:length]):
                return bare
        return None

    def compounds_with(self, stem: str) -> set[str]:
        """Return the stems of the compounds that have this part."""
        return self._compounds.get(stem, set())

    def _component_words(self) -> frozenset[str]:
        """Words that compounds are made of: the language's own list, and the longer known words."""
        own = {word for word in self._words if len(word) >= 4 and word.isalpha()}
        return self.language.components | self.language.understood_words | own

    def _is_component(self, part: str) -> bool:
        """Whether a compound may have this part: a listed word however short, or an inflection of a known word."""
        if part in self._components:
            return len(part) >= _MIN_PART or part in self.language.components
        return len(part) >= _MIN_INFLECTED and self.language.stem(part) in self._stems

    def _split(self, word: str, most: int) -> tuple[str, ...] | None:
        for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            first = self._bare(word[:end])
            if first is None:
                continue
            rest = word[end:]
            if self._is_component(rest):
                return (first, rest)
            if most > 2 and (further := self._split(rest, most - 1)):
                return (first, *further)
        return None

    def _bare(self, part: str) -> str | None:
        """Return a part without the letters that join it to the next; None if it is no word."""
        for joint in ("", *self.language.joints):
            bare = part.removesuffix(joint) if joint else part
            if (not joint or bare != part) and self._is_component(bare):
                return bare
        return None


_loaded: dict[str, tuple[tuple[int, str] | None, Vocabulary]] = {}


def vocabulary(code: str) -> Vocabulary:
    """Return the vocabulary of a language. One statement, and two more when the index has new words."""
    newest = SearchWord.objects.filter(language=code).order_by("-pk").values_list("pk", "word").first()
    known = _loaded.get(code)
    if known is None or known[0] != newest:
        _loaded[code] = known = (newest, _load(code))
    return known[1]


def _load(code: str) -> Vocabulary:
    postings = SearchPosting.objects.filter(language=code).values_list("token")
    frequencies: dict[str, int] = {}
    prominent: set[str] = set()
    for token, count, weight in postings.annotate(Count("pk"), Max("weight")):
        frequencies[token] = count
        if weight >= HEADING:
            prominent.add(token)
    words = {
        word: stem
        for word, stem in SearchWord.objects.filter(language=code).values_list("word", "stem")
        if stem in frequencies
    }
    language = search_language(code)
    for word in _page_words(language):
        words.setdefault(word, language.stem(word))
        frequencies.setdefault(language.stem(word), 1)
    for word in language.understood_words:
        words.setdefault(word, language.stem(word))
    return Vocabulary(language, frequencies, words, frozenset(prominent))


def _page_words(language: SearchLanguage) -> Iterator[str]:
    """Yield the words that lead to the shop's own pages, so that they are corrected too."""
    for phrases in language.pages.values():
        for phrase in phrases:
            yield from (word for word in phrase.split() if word.isalpha())
