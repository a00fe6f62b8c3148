"""Reading grade of plain text, in school years.

`readability.toml` describes each language: the formula, its limits and how syllables are counted. Adding a language
there needs no code; a language without a table is not graded.
"""

import re
from collections import Counter
from functools import cache
from math import sqrt
from pathlib import Path

import msgspec

from storefront.core.markets import primary_language

_LANGUAGES = Path(__file__).with_name("readability.toml")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"\b[^.!?]+")
_SHORTEST_SENTENCE_WORDS = 3  # "See below." and "No." would flatter the grade
_LONG_WORD_LETTERS = 7
_MANY_SYLLABLES = 3


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Coefficients of a linear formula. `readability.toml` explains each figure."""

    constant: float
    words_per_sentence: float = 0.0
    long_words_percent: float = 0.0
    one_syllable_percent: float = 0.0
    many_syllables_percent: float = 0.0
    root_many_syllables: float = 0.0


class Readability(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How texts of one language are graded, and the highest grade that a guide and a glossary term should have."""

    name: str
    max_guide: float
    max_term: float
    nuclei: str
    formula: Formula
    extra: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def grade(self, text: str) -> float:
        """Return the grade of plain text; 0 for a text without words."""
        words = Counter(_WORD.findall(text))
        total = words.total()
        if not total:
            return 0.0
        sentences = sum(len(_WORD.findall(each)) >= _SHORTEST_SENTENCE_WORDS for each in _SENTENCE.findall(text)) or 1
        syllables = {word: self.count_syllables(word) for word in words}
        one = sum(count for word, count in words.items() if syllables[word] == 1)
        many = sum(count for word, count in words.items() if syllables[word] >= _MANY_SYLLABLES)
        long = sum(count for word, count in words.items() if len(word) >= _LONG_WORD_LETTERS)
        formula = self.formula
        return (
            formula.constant
            + formula.words_per_sentence * total / sentences
            + formula.long_words_percent * 100 * long / total
            + formula.one_syllable_percent * 100 * one / total
            + formula.many_syllables_percent * 100 * many / total
            + formula.root_many_syllables * sqrt(30 * many / sentences)
        )

    def count_syllables(self, word: str) -> int:
        """Count the syllables of a word; each part of a hyphenated word has at least one."""
        return sum(self._count_in_part(part) for part in re.sub("['’]", "", word.lower()).split("-"))

    def _count_in_part(self, part: str) -> int:
        return max(1, _matches((self.nuclei, *self.extra), part) - _matches(self.silent, part))


def readability_of(language: str) -> Readability | None:
    """Return how a language ("de" or "de-at") is graded; None if `readability.toml` does not describe it."""
    return _languages().get(primary_language(language))


@cache
def _languages() -> dict[str, Readability]:
    return msgspec.toml.decode(_LANGUAGES.read_bytes(), type=dict[str, Readability])


def _matches(patterns: tuple[str, ...], part: str) -> int:
    return sum(len(re.findall(pattern, part)) for pattern in patterns)
