"""Suggestions while a reader types, and what they may have meant. What is typed is used and forgotten."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from education.search.entries import Entry, Kind, entries, synonyms, with_synonyms, words_of
from education.search.trigrams import nearest, parts
from storefront.core.markets import Market

FEWEST_LETTERS = 2
MOST = 8
MOST_OF_A_KIND = 3
_KINDS: dict[Kind, str | Promise] = {
    Kind.GUIDE: _("Guide"),
    Kind.STAGE: _("Stage of a guide"),
    Kind.TERM: _("Glossary"),
    Kind.SHELF: _("Shelf"),
    Kind.PRODUCT: _("Product"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Where to go, what it is, and in which language where that is not the market's."""

    label: str
    url: str
    kind: str
    language: str


def suggestions(query: str, market: Market) -> tuple[Suggestion, ...]:
    """At most MOST entries whose words begin as what was typed, or are nearly it: five statements at most."""
    typed = words_of(query)[:6]
    if sum(map(len, typed)) < FEWEST_LETTERS:
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
    """The query with the words we do not know replaced by the nearest that we do, or None when nothing is near."""
    means = synonyms()
    return _mended(words_of(query), means, entries(market))


def _readings(typed: list[str], means: dict[str, str], known: tuple[Entry, ...]) -> list[list[str]]:
    """As typed, as we call it, with a synonym typed half, and as it may have been meant; each once."""
    half = [means[word] for word in sorted(means) if len(typed[-1]) > 2 and word.startswith(typed[-1])]
    readings = [typed, with_synonyms(typed, means), *([*typed[:-1], *words.split()] for words in half[:2])]
    near = _mended(typed, means, known)
    return [*readings, *([near.split()] if near else [])]


def _mended(typed: list[str], means: dict[str, str], known: tuple[Entry, ...]) -> str | None:
    # Numbers name sizes: another number is never nearly the same.
    ours = {word for entry in known for word in entry.words if not word.isdigit()} | {
        word for said in means for word in said.split()
    }
    near = [better for word in typed for better in ([word] if word in ours else _known(word, ours))]
    changed = with_synonyms(near, means)
    return " ".join(changed) if near != typed else None


def _known(word: str, ours: set[str]) -> list[str]:
    return parts(word, ours) or [nearest(word, ours) or word]


def _begins(entry: Entry, words: list[str]) -> bool:
    return all(any(own.startswith(word) for own in entry.words) for word in words)


def _few(found: list[Entry]) -> tuple[Suggestion, ...]:
    kept: list[Entry] = []
    for entry in found:
        if sum(other.kind == entry.kind for other in kept) < MOST_OF_A_KIND:
            kept.append(entry)
    return tuple(
        Suggestion(label=e.label, url=e.url, kind=str(_KINDS[e.kind]), language=e.language) for e in kept[:MOST]
    )
