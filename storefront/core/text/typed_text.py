"""Text as people type and paste it, without invisible characters: the one place that normalises it.

Forms use these functions through the fields in `storefront/core/forms/fields.py`.
"""

import re
import unicodedata

_ZERO_WIDTH_JOINERS = frozenset("\u200c\u200d")
# Characters that Unicode calls letters, marks or symbols and that show nothing.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_PRINTABLE_AND_INVISIBLE = re.compile(f"[{''.join(sorted(_BLANKS))}\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Blanks and variation selectors. Python calls every other invisible character unprintable."""
_REMOVED_CATEGORIES = frozenset(("Cc", "Cf", "Cs"))
_VISIBLE_CATEGORIES = frozenset("LNPS")
_SPACES = re.compile(r"\s+")
# A dash of any length, the minus sign and the hyphen bullet; Unicode calls the last two symbol and punctuation.
_DASHES = frozenset("\u2212\u2043\u02d7")
# Up to three words and a colon, as in "Voucher code: …"; a scheme such as `https:` is none.
_LABEL = re.compile(r"^[^\W\d_]+(?:[ .-]+[^\W\d_]+){0,2}\.?\s*:\s*(?=\S)(?!//)")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060"), "'")
_WAVING_FLAG = "\U0001f3f4"
_EMOJI_PRESENTATION = "\ufe0f"
_EMOJI_MODIFIERS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# Scripts whose letters take different shapes around a joiner: Arabic to Sinhala, Khmer and Mongolian, Balinese,
# and the presentation forms of Arabic.
_JOINING_SCRIPTS = (range(0x0600, 0x0E00), range(0x1780, 0x18B0), range(0x1B00, 0x1B80), range(0xFB50, 0xFDC8))


def clean_line(text: str) -> str:
    """Return a person's own words on one line, in NFC; empty if nothing of them is visible.

    Invisible and control characters are removed, and every kind of space becomes one plain space. Joiners stay where
    they shape what is visible: in emoji, and between letters of Arabic and Indian scripts.
    """
    line = _SPACES.sub(" ", _without_invisible(unicodedata.normalize("NFC", text))).strip()
    return line if is_visible(line) else ""


def clean_lines(text: str) -> str:
    """Return a person's own words on several lines, in NFC, with at most one empty line in a row.

    Spaces inside a line stay as they are; what `clean_line` removes is removed here too.
    """
    whole = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text))
    lines = (_without_invisible(line).rstrip() for line in whole.split("\n"))
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return kept if is_visible(kept) else ""


def clean_code(text: str) -> str:
    """Return text that names something (a code, a postcode, a number, an ID) in plain characters, on one line.

    On top of `clean_line`, full-width and other styled characters become plain (NFKC), every dash a hyphen and every
    decimal digit an ASCII digit. Case stays, because some codes have one.
    """
    plain = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", plain.translate(_CODE_SIGNS)).strip()


def clean_query(text: str, *, limit: int) -> str:
    """Return search words on one line, in NFKC, of at most `limit` characters; operators stay for the caller."""
    return clean_code(text[: limit * 4])[:limit].strip()


def without_label(text: str) -> str:
    """Return a code or address without the label that was pasted with it, as in `Voucher code: SPRING`."""
    return _LABEL.sub("", text)


def plain_apostrophes(text: str) -> str:
    """Return text with typewriter apostrophes, for identifiers: phones type curly ones."""
    return text.translate(_APOSTROPHES)


def is_visible(text: str) -> bool:
    """Whether a letter, digit, punctuation mark or symbol of the text can be seen."""
    return any(unicodedata.category(sign)[0] in _VISIBLE_CATEGORIES and sign not in _BLANKS for sign in text)


def _without_invisible(text: str) -> str:
    if text.isprintable() and not _PRINTABLE_AND_INVISIBLE.search(text):
        return text
    return "".join(sign for at, sign in enumerate(text) if not _is_invisible(sign) or _shapes_text(text, at))


def _is_invisible(sign: str) -> bool:
    if sign.isspace():
        return False
    code = ord(sign)
    return (
        unicodedata.category(sign) in _REMOVED_CATEGORIES
        or sign in _BLANKS
        or any(code in variations for variations in _VARIATIONS)
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


def _shapes_text(text: str, at: int) -> bool:
    """Whether the invisible character at this position changes how its visible neighbours look."""
    sign, code = text[at], ord(text[at])
    before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
    if sign in _ZERO_WIDTH_JOINERS:
        is_emoji = sign == "\u200d" and _is_pictorial(before) and unicodedata.category(after) == "So"
        return is_emoji or (_joins(before) and _joins(after))
    if code in _TAGS:
        return _WAVING_FLAG in text[max(0, at - 8) : at]
    if any(code in variations for variations in _VARIATIONS):
        return unicodedata.category(before) in ("So", "Sm", "Po", "Nd", "Lo")
    return False


def _is_pictorial(sign: str) -> bool:
    return sign == _EMOJI_PRESENTATION or ord(sign) in _EMOJI_MODIFIERS or unicodedata.category(sign) == "So"


def _joins(sign: str) -> bool:
    is_of_script = any(ord(sign) in script for script in _JOINING_SCRIPTS)
    return is_of_script and unicodedata.category(sign)[0] in "LM"


def _plain_sign(sign: str) -> str:
    if unicodedata.category(sign) == "Pd" or sign in _DASHES:
        return "-"
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return sign


class _CodeSigns(dict[int, str]):
    """What becomes of each character of a code, for `str.translate`. Computed once for each character."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = "" if _is_invisible(sign) else _plain_sign(sign)
        if len(self) < _MAX_CODE_SIGNS:
            self[code] = plain
        return plain


_MAX_CODE_SIGNS = 5000
_CODE_SIGNS = _CodeSigns()
