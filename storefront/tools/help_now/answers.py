"""The answers of "Get help now" for a market, from `problems.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from storefront.core.markets import EmergencyNumber, Market, emergency_number_for
from storefront.safety.sources import SOURCES, Source

_TABLE: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("problems.toml").read_text(encoding="utf-8"))
_COLOURS = {"emergency": "emergency", "today": "urgent", "pep": "urgent", "soon": "non-urgent", "tests": "non-urgent"}
_NUMBERS = {"emergency": "emergency", "today": "urgent"}
"""The levels whose cards have a number to call, and its name in storefront/core/markets.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One line of advice. `is_own`: no source says so."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A care card. `level` is emergency, urgent or non-urgent; `call` is the number to call, if the market has one."""

    level: str
    title: str
    points: tuple[Point, ...]
    sources: tuple[str, ...]
    call: EmergencyNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What can have happened: what to do now, whom to call and when, and what to say there."""

    anchor: str
    title: str
    now: tuple[Point, ...]
    sources: tuple[str, ...]
    cards: tuple[Card, ...]
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The whole page in one market. `first` is for what cannot wait until one has read on."""

    first: Card
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]


def answers_for(market: Market) -> Answers:
    """Return the page's answers, in the language that is active."""
    numbers = {name: emergency_number_for(name, market) for name in ("emergency", "urgent")}
    headings = _headings(market, numbers)
    problems = tuple(_problem(row, headings, numbers) for row in _TABLE["problems"])
    first = _card("emergency", _TABLE["first"], headings, numbers)
    cited = [first.sources, *(problem.sources for problem in problems)]
    cited += [card.sources for problem in problems for card in problem.cards]
    codes = dict.fromkeys(code for sources in cited for code in sources)
    return Answers(
        first=first, problems=problems, sources=tuple(SOURCES[code] for code in sorted(codes, key=_by_number))
    )


def _headings(market: Market, numbers: Mapping[str, EmergencyNumber | None]) -> dict[str, str]:
    """The heading of each level where the market is, with its numbers filled in."""
    places = _TABLE["places"]
    place = places.get(market.country) or places["known" if numbers["emergency"] else "unknown"]
    known = {name: number.number.replace(" ", "\u00a0") for name, number in numbers.items() if number}
    return {level: _(text).format(**known) for level, text in place.items()}


def _problem(
    row: Mapping[str, Any], headings: Mapping[str, str], numbers: Mapping[str, EmergencyNumber | None]
) -> Problem:
    return Problem(
        anchor=row["anchor"],
        title=_text(row, "title"),
        now=_points(row["now"]),
        sources=_codes(row["now"]),
        cards=tuple(_card(card["level"], card["when"], headings, numbers) for card in row["cards"]),
        say=_text(row, "say"),
    )


def _card(
    level: str,
    when: Sequence[Mapping[str, Any]],
    headings: Mapping[str, str],
    numbers: Mapping[str, EmergencyNumber | None],
) -> Card:
    return Card(
        level=_COLOURS[level],
        title=headings[level],
        points=_points(when),
        sources=_codes(when),
        call=numbers.get(_NUMBERS.get(level, "")),
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    text: str = row[key]
    return _(text)


def _points(rows: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(Point(text=_text(row, "text"), is_own=not row["sources"]) for row in rows)


def _by_number(code: str) -> tuple[str, int]:
    return code[0], int(code[1:])


def _codes(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for row in rows for code in row["sources"]))
