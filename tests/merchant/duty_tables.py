"""The tables of docs/duties.md, made from duties.toml."""

from pathlib import Path

from storefront.merchant.duties.rules import DUTIES, MERCHANT_PREFIX, Confidence, Duty, Place

DOCS = Path(__file__).parents[2] / "docs" / "duties.md"
START, END = "<!-- duties: start -->\n", "<!-- duties: end -->\n"
_CONFIDENCE = {
    Confidence.READ: "text read in a public copy",
    Confidence.KNOWN: "known, not looked up",
    Confidence.UNCONFIRMED: "how it applies is not confirmed",
}
_PARTS = {"EU": "European Union", "DE": "Germany", "GB": "United Kingdom", "US": "United States"}


def tables() -> str:
    """One table for each part of duties.toml, a duty a line."""
    return "\n".join(_table(country) for country in _PARTS)


def kept() -> str:
    """The tables as the file has them."""
    return DOCS.read_text(encoding="utf-8").split(START)[1].split(END)[0]


def _table(country: str) -> str:
    rows = [duty for duty in DUTIES if duty.places[0].country == country]
    head = (
        f"## {_PARTS[country]}: {len(rows)} duties",
        "",
        "| id | law | what it asks | goods | met by | in force | source |",
        "|---|---|---|---|---|---|---|",
    )
    return "".join(f"{line}\n" for line in (*head, *map(_line, rows)))


def _line(duty: Duty) -> str:
    cells = (
        f"`{duty.id}`",
        duty.paragraph,
        duty.title,
        ", ".join(duty.goods) or "the whole shop",
        "; ".join(_met_by(duty)),
        _dates(duty),
        f"{duty.source} ({_CONFIDENCE[duty.confidence]}){_links(duty)}",
    )
    return f"| {' | '.join(cell.replace('|', 'or') for cell in cells)} |"


def _links(duty: Duty) -> str:
    return "".join(f" [{position}]({link})" for position, link in enumerate(duty.links, 1))


def _met_by(duty: Duty) -> list[str]:
    alternatives = [" or ".join(map(_name, entry)) for entry in duty.attributes]
    parts: dict[str, list[str]] = {
        "record": [*map(_name, duty.merchant), *(f"{each.field} at least {each.limit}" for each in duty.at_least)],
        "pages": [*map(str, duty.policies)],
        "product": [*alternatives, *(f"{each.attribute} at most {each.limit}" for each in duty.at_most)],
        "the shop's code": [each.replace("-", " ") for each in duty.features],
        "notice": [each.replace("-", " ") for each in duty.notices],
    }
    met = [f"{part}: {', '.join(names)}" for part, names in parts.items() if names]
    if duty.restricts:
        met.append(f"not sent to {', '.join(map(_place, duty.places))}")
    elif any(place.region for place in duty.places):
        met.append(f"asked for {', '.join(map(_place, duty.places))}")
    return met


def _name(entry: str) -> str:
    of_record = entry.startswith(MERCHANT_PREFIX)
    words = entry.removeprefix(MERCHANT_PREFIX)
    return f"the record's {words.replace('_', ' ')}" if of_record else words.replace("_", " ")


def _place(place: Place) -> str:
    return f"{place.country}-{place.region}" if place.region else place.country


def _dates(duty: Duty) -> str:
    since = f"since {duty.since.isoformat()}" if duty.since else ""
    until = f"until {duty.until.isoformat()}" if duty.until else ""
    return ", ".join(filter(None, (since, until))) or "always"
