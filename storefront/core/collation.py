"""Sort keys for readers: "Österreich" is sorted with O."""

import unicodedata


def sort_key(text: str) -> str:
    """Return the text in lower case without diacritics."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
