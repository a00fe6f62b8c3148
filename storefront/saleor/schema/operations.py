"""The operations in `operations/*.graphql`, each with the fragments it needs.

These files are the source of the contract: the client sends them, and `schema.graphql` is derived from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import (
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)
from graphql.language import Node

from storefront.core.markets import countries, translated_languages

IN_LANGUAGE = "translation_"
"""Before a language: the name under which a translation into it is answered."""
GATHERED: Mapping[str, str] = {
    IN_LANGUAGE: "translations",
    "richTranslation_": "richTranslations",
    "stock_": "quantities",
}
"""Prefixes of aliases for each language or country, and the names under which responses are gathered by it."""
_STOCK = "stock"
OPERATIONS_DIR = Path(__file__).parent / "operations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A GraphQL operation: its name and text, whether it is a mutation, and whether it is known to be slow.

    An `is_aliased` operation asks for translations or stocks, with an alias per language or country (`GATHERED`).
    """

    name: str
    text: str
    is_command: bool
    is_slow: bool = False
    is_aliased: bool = False


class _Spreads(Visitor):
    """Collect the names of fragments that a node spreads."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.append(node.name.value)


class _Aliased(Visitor):
    """Replace each `translation` field by one per language, and each `stock` by one per country; without, remove it."""

    def __init__(self, languages: Sequence[str], countries: Sequence[str]) -> None:
        super().__init__()
        self.languages, self.countries = languages, countries

    def leave_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode:
        return SelectionSetNode(selections=tuple(each for asked in node.selections for each in self._each(asked)))

    def _each(self, asked: SelectionNode) -> tuple[SelectionNode, ...]:
        if not isinstance(asked, FieldNode):
            return (asked,)
        alias = asked.alias.value if asked.alias else asked.name.value
        if asked.name.value == "translation":
            return tuple(_with(asked, f"{alias}_{each}", "languageCode", each.upper()) for each in self.languages)
        if alias == _STOCK:
            return tuple(_with(asked, f"{alias}_{each}", "countryCode", each) for each in self.countries)
        return (asked,)


def _with(asked: FieldNode, alias: str, argument: str, value: str) -> FieldNode:
    """Return the field under an alias, with one enum value as its only argument."""
    given = ArgumentNode(name=NameNode(value=argument), value=EnumValueNode(value=value))
    return FieldNode(
        alias=NameNode(value=alias),
        name=asked.name,
        arguments=(given,),
        directives=(),
        selection_set=asked.selection_set,
    )


def _spread_by(node: Node) -> list[str]:
    spreads = _Spreads()
    visit(node, spreads)
    return spreads.names


def parse_all(folder: Path = OPERATIONS_DIR) -> DocumentNode:
    """Return all operations and fragments of a folder as one document."""
    return parse("\n".join(path.read_text() for path in sorted(folder.glob("*.graphql"))), no_location=True)


def operations(folder: Path = OPERATIONS_DIR) -> dict[str, Operation]:
    """Return a folder's operations by name, for the languages and countries of MARKETS."""
    return operations_in(translated_languages(), countries(), folder)


@cache
def operations_in(
    languages: tuple[str, ...], countries: tuple[str, ...], folder: Path = OPERATIONS_DIR
) -> dict[str, Operation]:
    """Return a folder's operations by name, with translations into these languages and stocks for these countries."""
    definitions = visit(parse_all(folder), _Aliased(languages, countries)).definitions
    fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
    found: dict[str, Operation] = {}
    for node in definitions:
        if not isinstance(node, OperationDefinitionNode) or node.name is None:
            continue
        needed: dict[str, FragmentDefinitionNode] = {}
        waiting = _spread_by(node)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = fragments[name]
                waiting += _spread_by(fragments[name])
        text = "\n".join([print_ast(node), *(print_ast(needed[name]) for name in sorted(needed))])
        found[node.name.value] = Operation(
            name=node.name.value,
            text=text,
            is_command=node.operation is OperationType.MUTATION,
            is_aliased=any(f" {prefix}" in text for prefix in GATHERED),
        )
    return found
