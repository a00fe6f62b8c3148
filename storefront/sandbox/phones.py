"""Telephone numbers: close to what Saleor takes, by country code and number of digits."""

import re

# Calling code, and how many digits a national number has, of the countries the demo ships to (ITU-T E.164 lists).
_PLANS = {
    "AT": ("43", 4, 13),
    "DE": ("49", 5, 13),
    "FR": ("33", 9, 9),
    "GB": ("44", 9, 10),
    "IE": ("353", 7, 10),
    "NL": ("31", 9, 9),
    "US": ("1", 10, 10),
}
_ANY_LENGTH = (7, 15)


def international(text: str, country: str) -> str | None:
    """The number as `+` and digits, or None when it cannot be one. National numbers are read as of `country`."""
    digits = re.sub(r"[\s().\-/]", "", text)
    if not re.fullmatch(r"\+?\d+", digits):
        return None
    if digits.startswith("+"):
        return digits if _possible(digits[1:]) else None
    if country not in _PLANS:
        return None
    code, *_ = _PLANS[country]
    national = digits if country == "US" else digits.removeprefix("0")
    return f"+{code}{national}" if _possible(code + national) else None


def _possible(digits: str) -> bool:
    for code, least, most in _PLANS.values():
        if digits.startswith(code):
            return least <= len(digits) - len(code) <= most
    least, most = _ANY_LENGTH
    return least <= len(digits) <= most
