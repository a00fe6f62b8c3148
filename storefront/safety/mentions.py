"""What a product's own words say that it contains: names, descriptions and ingredients, in any language.

A merchant may leave the box for a numbing drug unticked and write "with lidocaine" in the description. So the words
are read too. The patterns are data (`rules.toml`, `[banned]`); they are looked for in text without accents or capitals.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# "Free from: a, b" goes on after its colon.
_HEADING = re.compile(r"\b(free (?:from|of)|without|frei von|ohne|sans|sin|senza|zonder|vrij van|bez)\s*:")
_CLAUSES = re.compile(r"[.;:!?\n()\u2013\u2014|•]+|\s-\s")
_LISTED = re.compile(
    r",|/|&|\b(?:and|or|und|oder|noch|et|ou|y|e|en|of|i|ni|lub|oraz|och|og"
    r"|such as|like|wie|comme|como|come|zoals|jak)\b"
)
# "free from a, b and c": a list may follow. A verb that is denied ("never add a") reaches a few words only.
_FREE_FROM = re.compile(
    r"\b(?:free (?:from|of)|without|no|non|zero|unlike|instead of|(?:not|\w+n't) contain\w*|frei von|ohne|kein\w*|weder"
    r"|nicht enthalt\w*|sans|pas de?|ni|contient ni|exempt de|sin|libre de|senza|zonder|geen|vrij van|uden|utan|bez"
    r"|nie zawiera)\b"
)
_DENIED = re.compile(r"\b(?:not|never|cannot|\w+n't|nicht|nie|niemals|keinesfalls|pas|jamais|nunca|mai|niet|nooit)\b")
# "Not treated with a": the preposition belongs to what is denied.
_NOT_DONE_WITH = re.compile(
    r"\b(not|never|nicht|nie|niemals|no|non|n't) (?:(?:\w+ed|made|use|combine) )?(?:it |them )?(?:with|mit)\b"
)
# "Auf a verzichten wir": the denial comes last.
_RENOUNCED = re.compile(r".*\bverzicht(?:en|et)\b")
_ONLY = re.compile(r"\b(?:not|nicht|non|no) (?:only|just|nur|seulement|solo)\b")
# After these a denial no longer holds: "without parabens, with lidocaine".
_TURNS = re.compile(
    r"\b(?:with|(?<!not )(?<!n't )contains?|containing|but|plus|mit|enthalt|sondern|aber|avec|(?<!ne )contient|mais|con"
    r"|(?<!non )(?<!no )contiene|pero|ma)\b"
)
_FREE_AFTER = re.compile(r"\w*[\s-]*(?:free|frei\w*|(?:nicht|niet)(?! (?:nur|allein|alleen)\b))\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The patterns of one banned ingredient.

    substances: names of the substance itself, which count wherever they stand.
    effects: words for what it does; a description may use them otherwise, a name or a kind may not.
    """

    substances: re.Pattern[str]
    effects: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """What a product's words name.

    contained: the banned ingredients that it contains by its name, its ingredients or a substance in its description.
    hinted: those whose effect its description speaks of.
    roles: the roles that its names speak of, such as `toy` for "Analplug".
    added_roles: those that they speak of by words that were added at the desk.
    """

    contained: frozenset[str] = frozenset()
    hinted: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    added_roles: frozenset[str] = frozenset()

    @classmethod
    def from_lists(cls, stored: Mapping[str, Iterable[str]]) -> "Mentions":
        """Read what `as_lists` returned."""
        return cls(**{name: frozenset(found) for name, found in stored.items()}) if stored else NO_MENTIONS

    def as_lists(self) -> dict[str, list[str]]:
        """The same as JSON can hold it; empty if nothing is named."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: sorted(each) for name, each in found.items() if each}


NO_MENTIONS = Mentions()


def plain_letters(text: str) -> str:
    """The text in small letters without accents: `Verzögerung` becomes `verzogerung`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def compile_words(table: Mapping[str, Any]) -> Mapping[str, Words]:
    """Compile the patterns of `[banned]` in `rules.toml`: those of each ingredient."""
    return MappingProxyType(
        {
            ingredient: Words(substances=_any_of(row["substances"]), effects=_any_of(row["effects"]))
            for ingredient, row in table.items()
        }
    )


def find_mentions(words: Mapping[str, Words], *, names: Iterable[str], texts: Iterable[str]) -> Mentions:
    """Find the banned ingredients in names (and kinds and ingredients) and in descriptions."""
    name_clauses = [clause for text in names for clause in _clauses(text)]
    clauses = [clause for text in texts for clause in _clauses(text)]
    contained, hinted = set(), set()
    for ingredient, row in words.items():
        named = any(_is_claimed(row.substances, one) or _is_claimed(row.effects, one) for one in name_clauses)
        if named or any(_is_claimed(row.substances, one) for one in clauses):
            contained.add(ingredient)
        elif any(_is_claimed(row.effects, one) for one in clauses):
            hinted.add(ingredient)
    return Mentions(contained=frozenset(contained), hinted=frozenset(hinted))


def says_what_is_absent(label: str) -> bool:
    """Whether a label, such as "Frei von", announces what is not in a product."""
    return _FREE_FROM.search(plain_letters(label)) is not None


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(maxsize=512)
def _clauses(text: str) -> tuple[str, ...]:
    words = _HEADING.sub(r"\1", plain_letters(text))
    return tuple(clause for clause in _CLAUSES.split(words) if clause.strip())


def _is_claimed(pattern: re.Pattern[str], clause: str) -> bool:
    """Whether a clause says that it is in there. A denial close before it, or `-free` behind it, says it is not."""
    return any(not _is_denied(clause, found) for found in pattern.finditer(clause))


def _is_denied(clause: str, found: re.Match[str]) -> bool:
    if _FREE_AFTER.match(clause, found.end()):
        return True
    before = _NOT_DONE_WITH.sub(r"\1", _ONLY.sub("", clause[: found.start()]))
    before = before[max((turn.end() for turn in _TURNS.finditer(before)), default=0) :]
    if re.search(r"\bauf\b", before) and _RENOUNCED.match(clause, found.end()):
        return True
    free = list(_FREE_FROM.finditer(before))
    if free and all(len(part.split()) <= 3 for part in _LISTED.split(before[free[-1].end() :])):
        return True
    denied = list(_DENIED.finditer(before))
    return bool(denied) and len(before[denied[-1].end() :].split()) <= 3
