"""The glossary's manuscript."""

from education.manuscripts import CONTENT, Glossary, Term
from education.manuscripts import read_glossary as read

__all__ = ["Term", "read_glossary"]


def read_glossary(language: str = "en-gb") -> Glossary:
    """The glossary in a language."""
    return read(CONTENT / f"glossary.{language}.md")[0]
