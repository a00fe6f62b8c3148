"""A query as groups of tokens: each group is a typed word or measure, and everything that may be meant by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from education.search.languages import SearchLanguage, search_language
from education.search.matching.analysis import analyze, near_measures
from education.search.matching.vocabulary import Vocabulary

MAX_WORDS = 12
_MAX_ALTERNATIVES = 60
_MAX_COMPOUNDS = 12
USED_WITH_PREFIX = "with:"
"""Begins the tokens of what a product is used with."""
_USED_WITH, _NOT_PURPOSE, _PART = 0.7, 0.4, 0.9
_ABSENT = 0.3
HEAD, _RELATING = 1.25, 0.3
_MEANT, _SAME, _PARTS, _COMPOUND, _BEGINNING, _SINGLE = 0.9, 0.65, 0.85, 0.75, 0.45, 0.3
_LIKE_KNOWN, _LIKE_BEGUN, _KNOWN_PART, _HEAD_PART = 0.25, 0.8, 0.5, 0.3
"""Weights of an alternative against the typed word itself, which has 1."""

Tokens = tuple[str, ...]
Phrases = Mapping[Tokens, Mapping[Tokens, float]]


@dataclass(slots=True)
class Group:
    """What may be meant by a typed word: tokens of which an entry has all, with weights up to 1.

    `emphasis` is above 1 for what a product should be, and below for words that only relate others.
    """

    typed: str
    alternatives: dict[Tokens, float] = field(default_factory=dict)
    emphasis: float = 1.0

    def add(self, tokens: Tokens, weight: float) -> None:
        """Add an alternative, or keep the larger weight of one that is there."""
        if tokens and len(self.alternatives) < _MAX_ALTERNATIVES:
            self.alternatives[tokens] = max(weight, self.alternatives.get(tokens, 0.0))


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `corrected` is the query with its unknown words replaced, or None if all were understood."""

    groups: tuple[Group, ...]
    stems: Tokens
    corrected: str | None
    wants_large: bool = False
    wants_small: bool = False

    @property
    def tokens(self) -> set[str]:
        """Return every token that an entry may be found by."""
        return {token for group in self.groups for tokens in group.alternatives for token in tokens}


def parse_query(text: str, vocabulary: Vocabulary, synonyms: Mapping[str, str]) -> Query:
    """Understand a query in one language. `synonyms` are the editors': what readers type, and what it means."""
    language = vocabulary.language
    analyzed = analyze(text)
    words = list(analyzed.words[:MAX_WORDS])
    measured = {word for word in words if word.isdigit()} if analyzed.measures else set()
    telling = [word for word in words if word not in language.ignored_words and word not in measured]
    telling = telling or [word for word in words if word not in measured]
    purpose = _behind(words, language.purposes | language.companions)
    split = [part for word in telling for part in _apart(word, vocabulary, synonyms)]
    groups, corrections = _word_groups(_things(split, language), vocabulary, synonyms)
    purpose |= {part for word in purpose for part in _apart(word, vocabulary, synonyms)}
    purpose |= {word for word, after in pairwise(split) if after in language.suffixes_of_purpose}
    _add_absences(groups, words, vocabulary)
    _emphasise(groups, purpose, language, is_split=len(split) > len(telling), has_measures=bool(analyzed.measures))
    parts = _behind(words, language.companions)
    for group in groups:
        if group.emphasis != HEAD:
            typed = set(group.typed.split())
            _add_uses(group, is_purpose=bool(purpose & typed), may_be_part=bool(parts & typed))
    for measure in analyzed.measures[:MAX_WORDS]:
        group = Group(measure)
        for near, weight in near_measures(measure).items():
            group.add((near,), weight)
        groups.append(group)
    corrected = " ".join(corrections.get(word, word) for word in words) if corrections else None
    return Query(
        tuple(groups),
        tuple(language.stem(word) for word in telling),
        corrected,
        wants_large=bool(language.larger & set(words)),
        wants_small=bool(language.smaller & set(words)),
    )


def _things(words: list[str], language: SearchLanguage) -> list[str]:
    """Leave out words that only relate or order things, unless there are no others."""
    relating = language.negators | language.suffixes_of_purpose | language.larger
    return [word for word in words if word not in relating] or words


def _behind(words: Sequence[str], prepositions: frozenset[str]) -> set[str]:
    """Return the words behind a preposition such as "for": what the thing is used with, and not what it is."""
    places = [place for place, word in enumerate(words) if word in prepositions and place > 0]
    return set(words[places[0] + 1 :]) if places else set()


def _add_uses(group: Group, *, is_purpose: bool, may_be_part: bool) -> None:
    """Also find what is used with the thing that a word names; mostly so where the word says what it is for.

    What a thing comes "with" may as well be a part of it.
    """
    for tokens, weight in list(group.alternatives.items()):
        if is_purpose:
            group.alternatives[tokens] = weight * (_PART if may_be_part else _NOT_PURPOSE)
        group.add(tuple(USED_WITH_PREFIX + token for token in tokens), weight * (1.0 if is_purpose else _USED_WITH))


def _add_absences(groups: Sequence[Group], words: Sequence[str], vocabulary: Vocabulary) -> None:
    """Find what is without a thing rather than the thing, for "no latex", "latex free" and "ohne Latex"."""
    language = vocabulary.language
    if not language.absence:
        return
    absent = {word for before, word in pairwise(words) if before in language.negators or word == language.absence}
    absent |= {before for before, word in pairwise(words) if word == language.absence}
    for group in groups:
        is_reason = group.typed in language.allergies and len(groups) > 2
        if is_reason or (group.typed == language.absence and len(groups) > 1):
            group.emphasis = _RELATING
        elif group.typed in absent:
            free = language.stem(group.typed + language.absence)
            if vocabulary.knows(free):
                group.alternatives = {tokens: weight * _ABSENT for tokens, weight in group.alternatives.items()}
                group.add((free,), 1.0)


def _emphasise(
    groups: Sequence[Group], purpose: set[str], language: SearchLanguage, *, is_split: bool, has_measures: bool
) -> None:
    """Weigh what the query is about more, and its properties less. A compound is about its last part."""
    if len(groups) + has_measures < 2:
        return
    for group in groups:
        if group.typed in language.properties:
            group.emphasis = _RELATING
    named = [group for group in groups if group.typed not in purpose and group.emphasis == 1.0]
    about = [group for group in named if group.typed not in language.qualities | language.smaller]
    if about and (language.head_is_last or purpose or is_split or has_measures or len(about) < len(named)):
        about[-1].emphasis = HEAD


def _apart(word: str, vocabulary: Vocabulary, synonyms: Mapping[str, str]) -> Sequence[str]:
    """Return the parts of a compound that is not known itself."""
    key = (vocabulary.language.stem(word),)
    is_known = vocabulary.knows(key[0]) or key in _phrases(vocabulary.language.code) or word in synonyms
    return (word,) if is_known else vocabulary.parts(word) or (word,)


def _word_groups(
    words: list[str], vocabulary: Vocabulary, synonyms: Mapping[str, str]
) -> tuple[list[Group], dict[str, str]]:
    language = vocabulary.language
    phrases = _phrases(language.code)
    edited = _edited(language, synonyms)
    groups: list[Group] = []
    corrections: dict[str, str] = {}
    position = 0
    while position < len(words):
        group, length = _phrase_group(words[position:], language, (edited, phrases))
        if length == 1:
            _add_word(group, words[position], vocabulary, corrections)
        groups.append(group)
        position += length
    _join_pairs(words, groups, vocabulary)
    return groups, corrections


def _phrase_group(words: list[str], language: SearchLanguage, tables: Iterable[Phrases]) -> tuple[Group, int]:
    """Return the group of the longest phrase that the words begin with, and the number of its words."""
    stems = tuple(language.stem(word) for word in words[:3])
    for length in range(len(stems), 0, -1):
        key = stems[:length]
        joined = (language.stem("".join(words[:length])),)  # a compound that is typed as two words
        found = [table[each] for table in tables for each in {key, joined} if each in table]
        if found or length == 1:
            group = Group(" ".join(words[:length]))
            group.add(key, 1.0)
            for table in found:
                for tokens, weight in table.items():
                    group.add(tokens, weight)
            if length > 1:
                for stem in key:
                    group.add((stem,), _SINGLE)
            return group, length
    raise AssertionError("a query has words")


def _add_word(group: Group, word: str, vocabulary: Vocabulary, corrections: dict[str, str]) -> None:
    """Add what is like a word, what it is made of, and what it is part of."""
    language = vocabulary.language
    stem = language.stem(word)
    is_known = any(all(map(vocabulary.knows, tokens)) for tokens in group.alternatives)
    parts = vocabulary.parts(word)
    if parts:
        _add_parts(group, tuple(map(language.stem, parts)), language)
    for compound in sorted(vocabulary.compounds_with(stem), key=len)[:_MAX_COMPOUNDS]:
        group.add((compound,), _COMPOUND)
    begun = vocabulary.beginning_with(word) if len(word) >= 3 else []
    for begins in begun:
        group.add((begins,), _BEGINNING)
    is_known = is_known or bool(parts)
    near = vocabulary.like(word)
    for like in near:
        if not is_known:
            score = like.score * (_LIKE_BEGUN if begun else 1.0)
            group.add((like.stem,), score)
            for tokens, weight in _meanings(language, like.stem).items():
                group.add(tokens, weight * score)
        elif len(word) > 5 and like.score > 0.6:
            group.add((like.stem,), _LIKE_KNOWN)
    if is_known or begun:
        return
    if near and vocabulary.is_meant(near[0].word):
        corrections[word] = near[0].word
    elif part := vocabulary.part_of(word):
        group.add((language.stem(part),), _KNOWN_PART)
        for tokens, weight in _meanings(language, language.stem(part)).items():
            group.add(tokens, weight * _KNOWN_PART)


def _add_parts(group: Group, stems: Tokens, language: SearchLanguage) -> None:
    """Add the parts of a compound, and those with one part replaced by what else it is called."""
    group.add(stems, _PARTS)
    for position, stem in enumerate(stems):
        for tokens, weight in _meanings(language, stem).items():
            group.add((*stems[:position], *tokens, *stems[position + 1 :]), weight * _PARTS)
    group.add(stems[-1:], _HEAD_PART)


def _meanings(language: SearchLanguage, stem: str) -> Mapping[Tokens, float]:
    return _phrases(language.code).get((stem,), {})


def _join_pairs(words: list[str], groups: list[Group], vocabulary: Vocabulary) -> None:
    """Find words that are typed apart and written in one, such as `latex free` and `latex-free`."""
    for first, second in pairwise(groups):
        joined = vocabulary.language.stem((first.typed + second.typed).replace(" ", ""))
        if vocabulary.knows(joined):
            first.add((joined,), 1.0)
            second.add((joined,), 1.0)


@cache
def _phrases(code: str) -> Phrases:
    """Return the language's own words with the same meaning, by the stems of what is typed."""
    language = search_language(code)
    found: dict[Tokens, dict[Tokens, float]] = {}
    for words in language.same:
        keys = [phrase_key(language, word) for word in words]
        for key in keys:
            found.setdefault(key, {}).update({other: _SAME for other in keys if other != key})
    for word, meanings in language.means.items():
        entry = found.setdefault(phrase_key(language, word), {})
        entry.update({phrase_key(language, meaning): _MEANT for meaning in meanings})
    return found


def _edited(language: SearchLanguage, synonyms: Mapping[str, str]) -> Phrases:
    return {phrase_key(language, word): {phrase_key(language, meaning): _MEANT} for word, meaning in synonyms.items()}


def phrase_key(language: SearchLanguage, phrase: str) -> Tokens:
    """Return the stems of a phrase without ignored words, unless it has no others."""
    analyzed = analyze(phrase)
    telling = [word for word in analyzed.words if word not in language.ignored_words]
    return tuple(language.stem(word) for word in telling or analyzed.words)
