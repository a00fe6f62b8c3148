"""The glossary's manuscript, as its file is written."""

from typing import Any

import msgspec
from frontmatter.default_handlers import YAMLHandler

from education.manuscripts import CONTENT, Source


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term, and one or two plain sentences on what it means."""

    slug: str
    term: str
    definition: str
    also: tuple[str, ...]
    see: tuple[str, ...]
    guides: tuple[str, ...]
    sources: tuple[str, ...]


class Glossary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All terms, and where they come from."""

    terms: tuple[Term, ...]
    sources: tuple[Source, ...]


def read_glossary(language: str = "en-gb") -> Glossary:
    """The glossary in a language."""
    text = (CONTENT / f"glossary.{language}.md").read_text(encoding="utf-8")
    front: Any = YAMLHandler().split(text)[0]
    return msgspec.yaml.decode(front, type=Glossary)
