"""Search rules of each language, read from `language_data/<code>.toml`.

A language without a file is searched without these rules and stems no words, so a new one needs no code.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import snowballstemmer
from django.conf import settings
from django.utils.translation import get_language_info

from storefront.core.text.localized_text import sort_key

_DATA = Path(__file__).parent / "language_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLanguage:
    """Search rules of a language.

    ignored_words: a query is searched without them.
    joints: letters between the words of a compound; `components`: words that compounds are made of.
    spelled_out: how letters are written without a key for them.
    stemmer: the Snowball stemmer's name; empty for none.
    spelling: patterns and replacements that make different spellings of one word equal before it is stemmed.
    same: words and phrases of which each also finds the others.
    purposes: prepositions before what a thing is used with; `companions`: those that may come before a part of it too.
    larger, smaller: words that put large or small sizes first; `qualities`: other words for how a thing is.
    properties: words for properties, which say little about the thing that has them.
    suffixes_of_purpose: words behind what a thing is used with.
    negators, absence: words before what a thing is without, and the word behind it ("free").
    allergies: words behind what somebody does not tolerate.
    head_is_last: whether the last word of a noun phrase says what it is about.
    means: what readers type, and what it is searched for besides.
    pages: words that lead to the shop's own pages, by the page's key.
    free_from: how people name what a product is free from; `%s` is the ingredient.
    """

    code: str = ""
    ignored_words: frozenset[str] = frozenset()
    joints: tuple[str, ...] = ()
    components: frozenset[str] = frozenset()
    spelled_out: Mapping[str, str] = field(default_factory=dict)
    stemmer: str = ""
    spelling: tuple[tuple[re.Pattern[str], str], ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    purposes: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()
    larger: frozenset[str] = frozenset()
    smaller: frozenset[str] = frozenset()
    qualities: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    suffixes_of_purpose: frozenset[str] = frozenset()
    negators: frozenset[str] = frozenset()
    absence: str = ""
    allergies: tuple[str, ...] = ()
    head_is_last: bool = False
    means: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free_from: str = "%s"

    def absent(self, words: Sequence[str]) -> list[str]:
        """Return what a text says something is without, as one word each: `latexfree` for "no latex"."""
        return [word + self.absence for before, word in pairwise(words) if before in self.negators]

    @property
    def understood_words(self) -> frozenset[str]:
        """Return the single words that have other words of the same meaning."""
        listed = (*(word for words in self.same for word in words), *self.means)
        return frozenset(word for word in listed if word.isalpha() and len(word) > 3)

    def stem(self, word: str) -> str:
        """Return what all inflections and spellings of a lower-case word have in common, without diacritics."""
        return _stem(self.code, word)


def language_code(language: str) -> str:
    """Return a language without its region: `de-de` becomes `de`."""
    return language.partition("-")[0]


@cache
def search_language(code: str) -> SearchLanguage:
    """Return the search rules of a language by its code without region."""
    path = _DATA / f"{code}.toml"
    if not path.exists():
        return SearchLanguage(code=code)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    spelled_out = data.get("spelled_out", {})

    def words(key: str) -> frozenset[str]:
        return frozenset(written for word in data.get(key, "").split() for written in _writings(word, spelled_out))

    return SearchLanguage(
        code=code,
        ignored_words=words("ignored_words"),
        joints=tuple(data.get("joints", ())),
        components=words("components"),
        spelled_out=spelled_out,
        stemmer=data.get("stemmer", ""),
        spelling=tuple((re.compile(rule["from"]), rule["to"]) for rule in data.get("spelling", ())),
        same=tuple(_listed(words) for words in data.get("same", {}).values()),
        properties=words("properties"),
        suffixes_of_purpose=words("suffixes_of_purpose"),
        negators=words("negators"),
        absence=data.get("absence", ""),
        allergies=tuple(sorted(words("allergies"))),
        head_is_last=data.get("head_is_last", False),
        larger=words("larger"),
        smaller=words("smaller"),
        qualities=words("qualities"),
        purposes=words("purposes"),
        companions=words("companions"),
        means={word: _listed(words) for word, words in data.get("means", {}).items()},
        pages={page: _listed(words) for page, words in data.get("pages", {}).items()},
        free_from=data.get("free_from", "%s"),
    )


def _writings(word: str, spelled_out: Mapping[str, str]) -> frozenset[str]:
    """Return how a word is typed: with its own letters, with those spelled out, and without diacritics."""
    translated = word.translate({ord(letter): text for letter, text in spelled_out.items()})
    return frozenset((word, translated, sort_key(word)))


def language_choices() -> list[tuple[str, str]]:
    """Return the content languages without regions, for a form field."""
    codes = dict.fromkeys(language_code(language) for language, _ in settings.CONTENT_LANGUAGES)
    return [(code, str(get_language_info(code)["name_translated"])) for code in codes]


def default_language() -> str:
    """Return the code of the first content language."""
    return language_choices()[0][0]


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in words.split(","))


_stems: dict[tuple[str, str], str] = {}
_MAX_STEMS = 50_000  # a few megabytes; both languages of the guides have some 4,000 words


def _stem(code: str, word: str) -> str:
    key = (code, word)
    if key not in _stems:
        if len(_stems) >= _MAX_STEMS:
            _stems.clear()
        _stems[key] = _compute_stem(search_language(code), word)
    return _stems[key]


def _compute_stem(language: SearchLanguage, word: str) -> str:
    plain = sort_key(word)
    if not language.stemmer or any(sign.isdigit() for sign in plain):
        return plain
    for pattern, replacement in language.spelling:
        plain = pattern.sub(replacement, plain)
    return str(_stemmer(language.stemmer).stemWord(plain))


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)
