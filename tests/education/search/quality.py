"""How often search shows what is meant among the first three of its section, by the table of real queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import translation

from education.search.site_search import Results, search_site
from storefront.core.markets import Market, active_market

TABLE = Path(__file__).parent / "data" / "queries.tsv"
FIRST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A query of one language, and what is meant: any of these in a section of the results page."""

    language: str
    group: str
    query: str
    section: str
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Miss:
    """A query that did not show what was meant, and what it showed."""

    row: Row
    seen: tuple[str, ...]

    def __str__(self) -> str:
        row = self.row
        return f"{row.query!r} [{row.section}]: wanted {' | '.join(sorted(row.wanted))}, seen {', '.join(self.seen)}"


def table(language: str) -> Iterator[Row]:
    """The rows of the table for a language."""
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        code, group, query, section, wanted = line.split("\t")
        if code == language:
            text = query.encode("latin-1", "backslashreplace").decode("unicode_escape")
            yield Row(code, group, text, section, frozenset(wanted.split("|")))


def misses(market: Market, rows: list[Row]) -> list[Miss]:
    """The rows of which nothing is among the first three of its section in this market."""
    found = []
    with translation.override(market.language):
        results: dict[str, Results] = {}
        for row in rows:
            if row.query not in results:
                results[row.query] = search_site(row.query, active_market(), products=FIRST + 2)
            seen = _seen(results[row.query], row.section)
            if not row.wanted & set(seen[:FIRST]):
                found.append(Miss(row, seen[:5]))
    return found


def _seen(results: Results, section: str) -> tuple[str, ...]:
    if section == "product":
        return tuple(card.slug for card in results.products)
    if section == "page":
        return tuple(page.key for page in results.pages)
    listed = results.guides if section == "guide" else results.terms
    return tuple(each.url.split("#")[0].rstrip("/").rpartition("/")[2] for each in listed)
