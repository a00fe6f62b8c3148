"""How words are sorted for readers: "Österreich" stands among those with O."""

import unicodedata


def sort_key(text: str) -> str:
    """A text in small letters without their marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
