"""Words that a recall must not use, because they make a danger look smaller.

Regulation (EU) 2023/988, article 36(2)(c), names them.
"""

import re

_FORBIDDEN = (
    r"voluntar\w*",
    r"precaution\w*",
    r"discretion\w*",
    r"(?:in )?rare (?:cases|situations|circumstances)",
    r"(?:in )?specific (?:cases|situations|circumstances)",
    r"no (?:reported |known )?(?:accidents|incidents|injuries)(?: (?:were|have been|are) (?:reported|known))?",
    r"freiwillig\w*",
    r"vorsorglich\w*",
    r"vorsichtshalber",
    r"vorsichtsmaßnahme\w*",
    r"im ermessen",
    r"(?:in )?seltenen (?:fällen|situationen)",
    r"(?:in )?bestimmten (?:fällen|situationen)",
    r"keine (?:gemeldeten |bekannten )?(?:unfälle|vorfälle|verletzungen)",
)
_WORDS = re.compile(rf"\b(?:{'|'.join(_FORBIDDEN)})\b", re.IGNORECASE)


def weakening_words(text: str) -> tuple[str, ...]:
    """Return the forbidden words in a text, as written, each once."""
    return tuple(dict.fromkeys(match[0] for match in _WORDS.finditer(text)))
