"""How a product attribute is described: what its value is, and where the shop asks for it and shows it.

The descriptions themselves are the fields of `facts.ProductFacts`. Labels and names of values are English texts that
`gettext_noop` marks for the translation catalogue; rooms above translate them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar, cast

from storefront.safety.value_types import Choice, Choices, Count, EnumChoice, Number, Unit, ValueType

T = TypeVar("T")
METADATA_KEY = "attribute"


def gettext_noop(text: str) -> str:
    """Mark a text for the translation catalogue. Named as Django's function, which this package does without."""
    return text


class Table(StrEnum):
    """A facts table of the product page.

    A product has the table of its role, then `ANY`; `MAKER` is a table of its maker.
    """

    TOY = "toy"
    HARNESS = "harness"
    LUBRICANT = "lubricant"
    OTHER = "other"
    ANY = "any"
    MAKER = "maker"


class AskedOf(StrEnum):
    """The products of which the rules ask for an attribute (`missing.missing_facts`)."""

    LUBRICANT = "lubricants"
    WATER_OR_HYBRID = "water-based and hybrid lubricants"
    INTERNAL_LUBRICANT = "lubricants that may go inside"
    TOY = "toys"
    EXTERNAL_TOY = "toys for outside use only"
    INSERTED_TOY = "toys that may go inside"
    ANAL_TOY = "toys that may be for anal use"
    HARNESS = "harnesses"
    BARRIER = "condoms, dams and gloves"
    IMPLEMENT = "applicators and bulbs"
    CARE = "care products"


class Gate(StrEnum):
    """A listing gate, with its number in the rules (`listing.py`, `rules.toml`)."""

    FLARED_BASE = "G1"
    NOT_POROUS = "G2"
    INGREDIENTS = "G3"
    OSMOLALITY = "G4"
    PH = "G5"
    OIL_STAYS_OUTSIDE = "G6"
    SIZES = "G7"
    MOTOR_IS_NOT_BOILED = "G8"
    RETURNS = "G9"
    EXTERNAL_WARNING = "G10"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a facts table: its position there, and its label where that is not the attribute's.

    `only_if_stated` leaves the line out when the fact is not stated; otherwise the line says so.
    """

    table: Table
    position: int
    label: str = ""
    only_if_stated: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of product lists: its position, and its label where that is not the attribute's.

    `bounds` turns a number into ranges (a value equal to a bound belongs to the range below it). `is_named_by_us`
    shows our names of the choices instead of the merchant's.
    """

    position: int
    label: str = ""
    bounds: tuple[int, ...] = ()
    is_named_by_us: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One product attribute: everything that the shop knows about it.

    slug: of the attribute in Saleor, with hyphens.
    field: the field of `ProductFacts` that holds the value.
    value: the type of its value, with its unit and plausible range or its known choices.
    about: what it states, in English, for docs/attributes.md.
    label: what the shop calls it; empty if no page names it.
    facet: how product lists are filtered by it; None if they are not.
    rows: its lines in the facts tables; none if it has no line of its own.
    asked_of: the products of which the rules ask for it.
    stated_by: other attributes that answer the same question.
    gates: the listing gates that read it.
    bears_on_safety: False for what is only shown or filtered. A product that states nothing else states no facts.
    """

    slug: str
    field: str
    value: ValueType[object]
    about: str
    label: str
    facet: Facet | None
    rows: tuple[Row, ...]
    asked_of: tuple[AskedOf, ...]
    stated_by: tuple[str, ...]
    gates: tuple[Gate, ...]
    bears_on_safety: bool

    @property
    def unit(self) -> Unit | None:
        """The unit of a number."""
        return self.value.unit if isinstance(self.value, Number | Count) else None

    @property
    def names(self) -> Mapping[str, str]:
        """The English names of known choices by slug."""
        return self.value.names if isinstance(self.value, Choice | EnumChoice | Choices) else MappingProxyType({})


def attribute(
    slug: str,
    value: ValueType[T],
    *,
    about: str = "",
    label: str = "",
    facet: Facet | None = None,
    rows: tuple[Row, ...] = (),
    asked_of: tuple[AskedOf, ...] = (),
    stated_by: tuple[str, ...] = (),
    gates: tuple[Gate, ...] = (),
    bears_on_safety: bool = True,
) -> T:
    """Declare a field of `ProductFacts` together with the description of its attribute (see `Attribute`).

    It returns a dataclass field; the declared type lets mypy hold the field's annotation against the value's type.
    """
    described = Attribute(
        slug=slug,
        field="",
        value=cast("ValueType[object]", value),
        about=about,
        label=label,
        facet=facet,
        rows=rows,
        asked_of=asked_of,
        stated_by=stated_by,
        gates=gates,
        bears_on_safety=bears_on_safety,
    )
    return field(default=value.read(None), metadata={METADATA_KEY: described})
