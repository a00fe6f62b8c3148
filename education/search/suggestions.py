"""Suggestions while a reader types, and corrections of unknown words. What is typed is not stored."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from education.localization import content_language
from education.search.entries import Entry, Kind, entries, synonyms, with_synonyms, words_of
from education.search.languages import language_code, search_language
from education.search.matching.trigrams import nearest, parts
from storefront.core.markets import Market

MIN_LETTERS = 2
MAX_SUGGESTIONS = 8
MAX_OF_A_KIND = 3
_MAX_WORDS = 6
_KINDS: dict[Kind, str | Promise] = {
    Kind.GUIDE: _("Guide"),
    Kind.STAGE: _("Stage of a guide"),
    Kind.TERM: _("Glossary"),
    Kind.CATEGORY: _("Shelf"),
    Kind.PRODUCT: _("Product"),
    Kind.PAGE: _("About the shop"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A link, its kind, and its language if that is not the market's."""

    label: str
    url: str
    kind: str
    language: str


def suggestions(query: str, market: Market) -> tuple[Suggestion, ...]:
    """Return up to MAX_SUGGESTIONS entries whose words begin as typed, or nearly so. Five statements at most."""
    typed = words_of(query)[:_MAX_WORDS]
    if sum(map(len, typed)) < MIN_LETTERS:
        return ()
    known = entries(market)
    means = synonyms()
    for words in _readings(typed, means, known):
        found = sorted(
            (entry for entry in known if _begins(entry, words)),
            key=lambda entry: (
                words_of(entry.label) != words,
                not entry.label.lower().startswith(words[0]),
                entry.kind,
            ),
        )
        if found:
            return _few(found)
    return ()


def corrected(query: str, market: Market) -> str | None:
    """Return the query with its unknown words replaced by the nearest known ones, or None if nothing changes."""
    return _corrected(words_of(query), synonyms(), entries(market))


def _readings(typed: list[str], means: dict[str, str], known: tuple[Entry, ...]) -> list[list[str]]:
    """Return the words as typed, with synonyms replaced, with a half-typed synonym completed, and corrected."""
    half = [means[word] for word in sorted(means) if len(typed[-1]) > 2 and word.startswith(typed[-1])]
    readings = [typed, with_synonyms(typed, means), *([*typed[:-1], *words.split()] for words in half[:2])]
    near = _corrected(typed, means, known)
    return [*readings, *([near.split()] if near else [])]


def _corrected(typed: list[str], means: dict[str, str], entries: tuple[Entry, ...]) -> str | None:
    # Numbers name sizes, so a number is never corrected to another one.
    known = {word for entry in entries for word in entry.words if not word.isdigit()}
    known |= {word for synonym in means for word in synonym.split()}
    language = search_language(language_code(content_language()))
    near: list[str] = []
    for word in typed:
        if word in known:
            near.append(word)
        else:
            near += parts(word, known, language) or [nearest(word, known, language) or word]
    return " ".join(with_synonyms(near, means)) if near != typed else None


def _begins(entry: Entry, words: list[str]) -> bool:
    return all(any(own.startswith(word) for own in entry.words) for word in words)


def _few(found: list[Entry]) -> tuple[Suggestion, ...]:
    kept: list[Entry] = []
    for entry in found:
        if sum(other.kind == entry.kind for other in kept) < MAX_OF_A_KIND:
            kept.append(entry)
    return tuple(
        Suggestion(label=e.label, url=e.url, kind=str(_KINDS[e.kind]), language=e.language)
        for e in kept[:MAX_SUGGESTIONS]
    )
