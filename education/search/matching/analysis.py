"""Texts and queries as words and measures, the same on every database."""

import html
import re
from dataclasses import dataclass
from decimal import Decimal

from education.search.languages import SearchLanguage
from storefront.core.text.typed_text import clean_code, plain_apostrophes

MAX_WORD = 40
"""Characters of a word; the rest is not searched."""

# Millimetres, millilitres, grams, tenths of pH or mOsm/kg of one unit.
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
    "ph": ("ph", Decimal(10)),
    "mosm(?:/kg)?": ("mosm", Decimal(1)),
}
_NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
_MEASURE = re.compile(
    rf"(?<![\w.,])((?:{_NUMBER}\s*(?:mm|cm|ml)?\s*(?:/|-|,\s|to|bis|and|und|or|oder)\s*)*)({_NUMBER})\s*-?\s*({'|'.join(_UNITS)})(?!\w)",
    re.IGNORECASE,
)
_PH_FIRST = re.compile(rf"\bph(?:[ -](?:value|level|wert))?\s?(?:of |von |um |around )?({_NUMBER})(?![\w.,]*\d)")
# Numbers in words, and fractions, which readers write before a unit. Longer ones come first.
_NUMBER_WORDS = {
    "one and a half|anderthalb": "1.5",
    "three[ -]quarters?(?: of an?)?|dreiviertel": "0.75",
    "half(?: an?)?|halbe[rns]?": "0.5",
    "quarter(?: of an?)?|viertel": "0.25",
    "an?|one|eine?[nm]?": "1",
    "two|zwei": "2",
    "three|drei": "3",
    "four|vier": "4",
    "five|fünf|fuenf": "5",
    "six|sechs": "6",
    "seven|sieben": "7",
    "eight|acht": "8",
    "nine|neun": "9",
    "ten|zehn": "10",
}
_UNIT_AHEAD = (
    r"(?=\s*-?\s*(?:(?:mm|cm|ml|oz)\b|(?:milli|centi|zenti)met|millilit|lit(?:er|re)|inch|zoll|ounce|gramm?s?\b))"
)
_IN_WORDS = tuple(
    (re.compile(rf"(?<![\w-])(?:{words}){_UNIT_AHEAD}"), number) for words, number in _NUMBER_WORDS.items()
)
_FRACTION = re.compile(
    r"(?<![\w.,/])(?:(\d{1,2})[ -])?(\d{1,2})[/⁄](2|4|8|16)(?=\s*(?:inch(?:es)?|in|zoll|\"|''|oz|ounces?)(?!\w))"
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
    plain = _in_figures(plain_apostrophes(clean_code(html.unescape(text))).lower())
    measures: list[str] = []

    def keep(found: re.Match[str]) -> str:
        unit = next(unit for pattern, unit in _UNITS.items() if re.fullmatch(pattern, found[3], re.IGNORECASE))
        measures.extend(_measure(number, unit) for number in (*re.findall(_NUMBER, found[1]), found[2]))
        return f" {found[1]} {found[2]} "

    rest = _MEASURE.sub(keep, plain)
    words = tuple(word.removesuffix("'s").replace("'", "")[:MAX_WORD] for word in _WORD.findall(rest))
    joined = tuple(word.replace("-", "")[:MAX_WORD] for word in _HYPHENATED.findall(rest))
    return AnalyzedText(words=words, measures=tuple(dict.fromkeys(measures)), joined=joined)


def _in_figures(text: str) -> str:
    """Return a text with numbers in words and fractions before units in figures, and the unit pH behind its number."""
    for pattern, number in _IN_WORDS:
        text = pattern.sub(number + " ", text)
    text = _FRACTION.sub(lambda found: str(int(found[1] or 0) + int(found[2]) / int(found[3])), text)
    return _PH_FIRST.sub(r"ph \1 ph", text)


def millimetres(value: Decimal) -> str:
    """Return a length as texts and queries are searched for it."""
    return f"{round(value)}mm"


def acidity(value: Decimal) -> str:
    """Return a pH as texts and queries are searched for it."""
    return f"{round(value * 10)}ph"


def near_measures(measure: str) -> dict[str, float]:
    """Return the measures that may be meant by one, with their weights.

    Those are lengths within 2 mm, volumes within 5 % and pH within 0.3.
    """
    found = re.fullmatch(r"(\d+)(\D+)", measure)
    if found is None:
        return {measure: 1.0}
    value, unit = int(found[1]), found[2]
    if unit == "mm":
        return {f"{value + away}mm": weight for away, weight in ((0, 1.0), (-1, 0.6), (1, 0.55), (-2, 0.4), (2, 0.35))}
    within = {"ml": min(value // 20, 15), "ph": 3}.get(unit, 0)
    return {f"{value + away}{unit}": 1.0 - 0.6 * abs(away) / (within + 1) for away in range(-within, within + 1)}


def _measure(number: str, unit: tuple[str, Decimal]) -> str:
    name, size = unit
    return f"{round(Decimal(number.replace(',', '.')) * size)}{name}"
