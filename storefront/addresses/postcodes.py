"""Postcodes as people write them, in the form that Saleor accepts."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from storefront.core.text.typed_text import clean_code, without_label

# What people write before a postcode: the sign on the country's cars. ISO codes and full stops are understood too.
_CAR_SIGNS = dict(
    pair.split(":")
    for pair in [
        "AT:A",
        "BE:B",
        "DE:D",
        "EE:EST",
        "ES:E",
        "FI:FIN",
        "FR:F",
        "GB:UK",
        "HU:H",
        "IE:IRL",
        "IT:I",
        "LI:FL",
        "LU:L",
        "MT:M",
        "NO:N",
        "PT:P",
        "SE:S",
        "SI:SLO",
        "US:USA",
    ]
)
_NAMES = {"GB": ("GBR", "ENGLAND"), "IE": ("EIRE", "EIRCODE"), "US": ("ZIP",), "DE": ("PLZ",), "AT": ("PLZ",)}
# Letters and digits that look alike, both ways.
_ALIKE = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "IL"}
_MAX_ALIKE = 4
_MAX_WORDS = 8
# Saleor's pattern of an Eircode allows every letter; An Post uses neither I, L nor O, so these are digits.
_NARROWER = {"IE": re.compile(r"[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodeRules:
    """What a country's postcodes look like: regular expressions for the whole code, and examples as it is written."""

    country: str
    matchers: tuple[str, ...]
    examples: tuple[str, ...] = ()

    def accepts(self, code: str) -> bool:
        """Whether any pattern matches the whole code; without patterns, or with a broken one, every code."""
        try:
            return not self.matchers or any(re.fullmatch(each, code, re.IGNORECASE) for each in self.matchers)
        except re.error:
            return True

    def is_certain(self, code: str) -> bool:
        """Whether the code also fits what is known beyond Saleor's patterns."""
        narrower = _NARROWER.get(self.country)
        return self.accepts(code) and (narrower is None or narrower.fullmatch(code) is not None)


def normalize_postcode(typed: str, rules: PostcodeRules) -> str | None:
    """Return the postcode in capitals, spaced as the country writes it; None if it cannot be one of the country's.

    The country's sign in front (D-10115), other dashes and spaces, missing spaces, and a town before or behind are
    understood. O and 0, or I, L and 1, are exchanged only where nothing was accepted as typed and exactly one exchange
    is.
    """
    code = without_label(clean_code(typed)).upper()
    if not rules.matchers:
        return code
    compacts = [re.sub(r"[^0-9A-Z]", "", each) for each in _without_country(code, rules.country)]
    for compact in compacts:
        if (spaced := _spaced(compact, rules)) and rules.is_certain(spaced):
            return spaced
    for compact in compacts:
        exchanged = {spaced for each in _exchanged(compact) if (spaced := _spaced(each, rules))}
        certain = {each for each in exchanged if rules.is_certain(each)}
        if len(certain) == 1:
            return certain.pop()
    if code and rules.accepts(code):
        return code
    return _among_words(code, rules)


def _among_words(code: str, rules: PostcodeRules) -> str | None:
    """Return the only postcode in a line such as `10115 Berlin` or `New York, NY 10001`, without other digits in it."""
    words = re.split(r"[\s,;]+", code)
    found: set[str] = set()
    for start, end in itertools.combinations(range(min(len(words), _MAX_WORDS) + 1), 2):
        rest = "".join(words[:start] + words[end:])
        compact = re.sub(r"[^0-9A-Z]", "", "".join(words[start:end]))
        if not rest or any(map(str.isdigit, rest)) or not any(map(str.isdigit, compact)):
            continue
        if (spaced := _spaced(compact, rules)) and rules.is_certain(spaced):
            found.add(spaced)
    return found.pop() if len(found) == 1 else None


def _without_country(code: str, country: str) -> Iterator[str]:
    """Yield the code as typed, then without the country's sign or name in front or behind."""
    yield code
    signs = sorted({country, _CAR_SIGNS.get(country, country), *_NAMES.get(country, ())}, key=len, reverse=True)
    either = "|".join(map(re.escape, signs))
    for pattern in (rf"^(?:{either})[\s.:,-]*(?=.*\d)", rf"[\s.:,-]+(?:{either})$"):
        if (shorter := re.sub(pattern, "", code)) != code:
            yield shorter


def _spaced(compact: str, rules: PostcodeRules) -> str | None:
    """Return letters and digits with the separator where the country's examples have it, or None if nothing fits."""
    for candidate in _separated(compact, rules.examples):
        if rules.accepts(candidate):
            return candidate
    return None


def _separated(compact: str, examples: tuple[str, ...]) -> Iterator[str]:
    written = [example for example in examples if not example.isalnum()]
    written.sort(key=lambda example: sum(map(str.isalnum, example)) != len(compact))
    for example in written:
        parts = re.split(r"[^0-9A-Z]+", example)
        behind = len(parts[-1])
        separator = example[-behind - 1]
        if len(parts) == 2 and behind < len(compact):
            yield f"{compact[:-behind]}{separator}{compact[-behind:]}"
    elsewhere = [f"{compact[:at]}{separator}{compact[at:]}" for at in range(1, len(compact)) for separator in " -"]
    plain = [compact] if compact else []
    yield from [*elsewhere, *plain] if len(written) == len(examples) else [*plain, *elsewhere]


def _exchanged(compact: str) -> Iterator[str]:
    """Yield the code with one or more of its look-alike signs exchanged; nothing if it has no digit at all."""
    places = [place for place, sign in enumerate(compact) if sign in _ALIKE]
    if compact.isalpha() or len(compact) > 12 or len(places) > 2 * _MAX_ALIKE:
        return
    for count in range(1, min(len(places), _MAX_ALIKE) + 1):
        for chosen in itertools.combinations(places, count):
            for others in itertools.product(*(_ALIKE[compact[place]] for place in chosen)):
                exchanged = dict(zip(chosen, others, strict=True))
                yield "".join(exchanged.get(place, sign) for place, sign in enumerate(compact))
