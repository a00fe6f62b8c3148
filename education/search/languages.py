"""Search rules of each language, read from `language_data/<code>.toml`.

A language without a file is searched without these rules, so a new one needs no code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info

_DATA = Path(__file__).parent / "language_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLanguage:
    """Search rules of a language.

    A query is searched without `ignored_words`. `joints` are the letters between the words of a compound, and
    `spelled_out` maps a letter to the letters that replace it on a keyboard without it (`ö`: `oe`).
    """

    ignored_words: frozenset[str] = frozenset()
    joints: tuple[str, ...] = ()
    spelled_out: Mapping[str, str] = field(default_factory=dict)


def language_code(language: str) -> str:
    """Return a language without its region: `de-de` becomes `de`."""
    return language.partition("-")[0]


@cache
def search_language(code: str) -> SearchLanguage:
    """Return the search rules of a language by its code without region."""
    path = _DATA / f"{code}.toml"
    if not path.exists():
        return SearchLanguage()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return SearchLanguage(
        ignored_words=frozenset(data.get("ignored_words", "").split()),
        joints=tuple(data.get("joints", ())),
        spelled_out=data.get("spelled_out", {}),
    )


def language_choices() -> list[tuple[str, str]]:
    """Return the content languages without regions, for a form field."""
    codes = dict.fromkeys(language_code(language) for language, _ in settings.CONTENT_LANGUAGES)
    return [(code, str(get_language_info(code)["name_translated"])) for code in codes]


def default_language() -> str:
    """Return the code of the first content language."""
    return language_choices()[0][0]
