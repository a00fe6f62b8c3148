"""The table of docs/attributes.md, made from the registry: `python -m tests.safety.attributes_table` writes it."""

from pathlib import Path

from storefront.safety.attributes import Attribute
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.value_types import Count, EnumChoice, Number

DOCS = Path(__file__).parents[2] / "docs" / "attributes.md"
START, END = "<!-- attributes: start -->\n", "<!-- attributes: end -->\n"
HEAD = (
    "| slug | input type | unit, plausible range or known values | what it states | filter | facts table | gates |",
    "|---|---|---|---|---|---|---|",
)


def table() -> str:
    """One line for each attribute, in the registry's order."""
    return "".join(f"{line}\n" for line in (*HEAD, *map(_line, ATTRIBUTES.values())))


def kept() -> str:
    """The table as the file has it."""
    return DOCS.read_text(encoding="utf-8").split(START)[1].split(END)[0]


def _line(attribute: Attribute) -> str:
    labels = dict.fromkeys(row.label or attribute.label for row in attribute.rows)
    cells = (
        f"`{attribute.slug}`",
        attribute.value.input_type,
        _values(attribute),
        attribute.about,
        (attribute.facet.label or attribute.label) if attribute.facet else "",
        ", ".join(labels),
        " ".join(attribute.gates),
    )
    return f"| {' | '.join(cells)} |"


def _values(attribute: Attribute) -> str:
    value = attribute.value
    if isinstance(value, Number | Count):
        bounds = f"{value.plausible.low:,} to {value.plausible.high:,}" if value.plausible else ""
        return f"{value.unit}, {bounds}" if value.unit else bounds
    slugs = attribute.names or (value.members if isinstance(value, EnumChoice) else ())
    return " ".join(f"`{slug}`" for slug in slugs)


def main() -> None:
    """Write the table into the file."""
    before, rest = DOCS.read_text(encoding="utf-8").split(START)
    DOCS.write_text(f"{before}{START}{table()}{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
