"""The spellings of a voucher or gift card code that are tried, because Saleor compares codes letter by letter."""

import re

from storefront.core.text.typed_text import clean_code, without_label

MAX_SPELLINGS = 5
_GENERATED = re.compile(r"[0-9A-F]{12}")
# Saleor's own codes are ABCD-1234-EF01, in hexadecimal digits: O, I and L are none of them.
_HEX_DIGITS = str.maketrans("OIL", "011")


def code_spellings(typed: str) -> tuple[str, ...]:
    """Return what the code may be, the likeliest first, at most MAX_SPELLINGS; empty if nothing was typed.

    They differ only in case, spaces, dashes and look-alike digits, so that they count as one guess.
    """
    code = re.sub(r"\s*-\s*", "-", without_label(clean_code(typed))).strip(" \"'“”„«».,;:")
    if not code:
        return ()
    signs = re.sub(r"[\s-]", "", code).upper().translate(_HEX_DIGITS)
    found = [f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"] if _GENERATED.fullmatch(signs) else []
    joined = code.replace(" ", "")
    found += [code, joined.upper(), code.replace(" ", "-").upper(), code.lower(), joined.lower(), code.upper()]
    return tuple(dict.fromkeys(found))[:MAX_SPELLINGS]
