"""What a comment may contain: plain text without links or addresses."""

import re
import unicodedata

# Endings that people really write. A word of ours with a full stop in it ("e.g.", "18.5") is no address.
_ENDINGS = (
    "academy|app|biz|blog|ch|cloud|club|co|com|de|dev|edu|eu|example|fr|gg|gov|health|ie|info|io|it|link|live|me|mobi"
    "|net|nl|online|org|page|pl|ru|shop|site|store|top|tv|uk|us|xxx|xyz"
)
_ADDRESS = re.compile(
    rf"\w+://|\bwww\.|\bmailto:|<\s*a\b|\[url|[\w.+-]+@[\w-]+|(?<!\w)@\w{{2,}}|\b[\w-]{{2,}}\.(?:{_ENDINGS})\b(?!\.\w)",
    re.IGNORECASE,
)
_JOINERS = frozenset("\u200c\u200d")  # what some scripts and many pictures in text are written with


def plain(text: str) -> str:
    """Return the text in NFC, without control characters, direction marks and repeated blank lines."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(
        character
        for character in whole
        if character == "\n" or character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf")
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in seen.split("\n"))).strip()


def names_an_address(text: str) -> bool:
    """Return whether the text contains a link, site, email address or @name, also in full-width letters."""
    return _ADDRESS.search(unicodedata.normalize("NFKC", text)) is not None
