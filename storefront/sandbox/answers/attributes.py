"""What products and variants state of themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storefront.sandbox.models import Attribute


@dataclass(frozen=True, slots=True)
class AttributeAnswer:
    """`Attribute`."""

    row: Attribute

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def input_type(self) -> str:
        return self.row.input_type

    @property
    def unit(self) -> str | None:
        return self.row.unit or None


_TYPENAMES = {
    "DROPDOWN": "AssignedSingleChoiceAttribute",
    "MULTISELECT": "AssignedMultiChoiceAttribute",
    "SWATCH": "AssignedSwatchAttribute",
    "BOOLEAN": "AssignedBooleanAttribute",
    "NUMERIC": "AssignedNumericAttribute",
    "PLAIN_TEXT": "AssignedPlainTextAttribute",
}


@dataclass(frozen=True, slots=True)
class AssignedAnswer:
    """`AssignedAttribute`: an attribute of the type, with no value where nothing is stated, as Saleor lists it."""

    row: Attribute
    stated: object
    translations: Mapping[str, Mapping[str, Any]]

    @property
    def typename(self) -> str:
        return _TYPENAMES[self.row.input_type]

    @property
    def attribute(self) -> AttributeAnswer:
        return AttributeAnswer(self.row)

    def translation(self, language_code: str) -> str | None:
        """Of a text."""
        texts = self.translations.get(language_code, {}).get("attributes", {})
        return str(texts[self.row.slug]) if self.row.slug in texts else None

    def value(self, limit: int = 100) -> object:
        """By input type: chosen values, a flag, a number or a text."""
        match self.row.input_type:
            case "MULTISELECT":
                return self._choices[:limit]
            case "DROPDOWN" | "SWATCH":
                return next(iter(self._choices), None)
            case "NUMERIC":
                return None if self.stated is None else float(str(self.stated))
            case _:
                return self.stated

    @property
    def _choices(self) -> list[dict[str, str]]:
        slugs = self.stated if isinstance(self.stated, list) else []
        return [{"slug": slug, "name": self.row.values.get(slug, slug)} for slug in slugs]


def assigned(
    slugs: Iterable[str],
    stated: Mapping[str, object],
    known: Mapping[str, Attribute],
    translations: Mapping[str, Mapping[str, Any]],
) -> list[AssignedAnswer]:
    """Every attribute of a type, in its order, with what is stated of it."""
    return [AssignedAnswer(known[slug], stated.get(slug), translations) for slug in slugs if slug in known]
