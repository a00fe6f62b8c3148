"""Texts and queries as words and measures, the same on every database."""

import html
import re
from dataclasses import dataclass
from decimal import Decimal

from education.search.languages import SearchLanguage
from storefront.core.text.typed_text import clean_code, plain_apostrophes

MAX_WORD = 40
"""Characters of a word; the rest is not searched."""

# Millimetres, millilitres or grams of one unit.
_UNITS = {
    "mm": ("mm", Decimal(1)),
    "millimet(?:er|re)s?n?": ("mm", Decimal(1)),
    "cm": ("mm", Decimal(10)),
    "centimet(?:er|re)s?|zentimetern?": ("mm", Decimal(10)),
    "inch(?:es)?|in|zoll|\"|''": ("mm", Decimal("25.4")),
    "ml|millilit(?:er|re)s?n?": ("ml", Decimal(1)),
    "l|lit(?:er|re)s?n?": ("ml", Decimal(1000)),
    "(?:fl\\.?\\s?)?oz|ounces?": ("ml", Decimal("29.57")),
    "g|grams?|gramm": ("g", Decimal(1)),
}
_NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
_MEASURE = re.compile(
    rf"(?<![\w.,])((?:{_NUMBER}\s*(?:mm|cm|ml)?\s*(?:/|-|,\s|to|bis|and|und|or|oder)\s*)*)({_NUMBER})\s*({'|'.join(_UNITS)})(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzedText:
    """The words of a text in order and in lower case, its measures such as `24mm`, and its hyphenated words in one."""

    words: tuple[str, ...]
    measures: tuple[str, ...]
    joined: tuple[str, ...]

    def stems(self, language: SearchLanguage) -> list[str]:
        """Return everything that a text is found by."""
        return [language.stem(word) for word in (*self.words, *self.joined)] + list(self.measures)


def analyze(text: str) -> AnalyzedText:
    """Return the words and measures of plain text or of a query. Invisible characters are left out."""
    plain = plain_apostrophes(clean_code(html.unescape(text))).lower()
    measures: list[str] = []

    def keep(found: re.Match[str]) -> str:
        unit = next(unit for pattern, unit in _UNITS.items() if re.fullmatch(pattern, found[3], re.IGNORECASE))
        measures.extend(_measure(number, unit) for number in (*re.findall(_NUMBER, found[1]), found[2]))
        return f" {found[1]} {found[2]} "

    rest = _MEASURE.sub(keep, plain)
    words = tuple(word.removesuffix("'s").replace("'", "")[:MAX_WORD] for word in _WORD.findall(rest))
    joined = tuple(word.replace("-", "")[:MAX_WORD] for word in _HYPHENATED.findall(rest))
    return AnalyzedText(words=words, measures=tuple(dict.fromkeys(measures)), joined=joined)


def millimetres(value: Decimal) -> str:
    """Return a length as texts and queries are searched for it."""
    return f"{round(value)}mm"


def near_measures(measure: str) -> dict[str, float]:
    """Return the measures that may be meant by one, with their weights: lengths within 2 mm."""
    found = re.fullmatch(r"(\d+)(\w+)", measure)
    if found is None or found[2] != "mm":
        return {measure: 1.0}
    value = int(found[1])
    return {f"{value + away}mm": weight for away, weight in ((0, 1.0), (-1, 0.6), (1, 0.55), (-2, 0.4), (2, 0.35))}


def _measure(number: str, unit: tuple[str, Decimal]) -> str:
    name, size = unit
    return f"{round(Decimal(number.replace(',', '.')) * size)}{name}"
