"""The sources of the rules, loaded from `sources.toml`: which ones each sentence of `rules.toml` rests on."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from storefront.safety.rules import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: `kind` is official, research or secondary; `url` is empty where we know no public address."""

    code: str
    title: str
    kind: str
    url: str = ""


def grounds(sentence: str) -> tuple[Source, ...]:
    """Return the sources of a sentence of the rules; none if it is the shop's own rule."""
    return _BY_SENTENCE.get(sentence, ())


def _by_sentence(grounds: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """Pair each sentence with its sources. Raises KeyError for a sentence or a source that does not exist."""
    for key, value in grounds.items():
        if isinstance(value, dict):
            yield from _by_sentence(value, rules[key])
        else:
            yield rules[key], tuple(SOURCES[code] for code in value)


_TABLE = tomllib.loads(files(__package__).joinpath("sources.toml").read_text(encoding="utf-8"))
SOURCES: Mapping[str, Source] = {code: Source(code=code, **row) for code, row in _TABLE["sources"].items()}
_BY_SENTENCE: Mapping[str, tuple[Source, ...]] = dict(
    _by_sentence(
        _TABLE["grounds"], {"reasons": RULES.reasons, "sentences": RULES.sentences, "refusals": RULES.refusals}
    )
)
