"""Every type matches the operation that it decodes: fields are requested, and nullable ones accept None."""

import types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin

import msgspec
import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLScalarType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    parse,
    visit,
)
from graphql.type import GraphQLOutputType

from storefront.saleor.schema.contract import contract
from storefront.saleor.schema.operations import GATHERED, operations, operations_in
from storefront.saleor.types import Edges
from tests.saleor.calls import Sent, everything_sent

SCALARS: dict[str, type] = {
    "ID": str,
    "String": str,
    "JSONString": str,
    "Boolean": bool,
    "Int": int,
    "Float": Decimal,
    "Date": date,
    "DateTime": datetime,
    "JSON": object,
}
SCHEMA = contract()


class Selected:
    """The selection of one type under one response name, and whether it is always present."""

    def __init__(self, kind: GraphQLOutputType, *, always: bool) -> None:
        self.kind, self.always = kind, always
        self.sets: list[SelectionSetNode] = []


def selection(
    sets: list[SelectionSetNode], parent: GraphQLNamedType, fragments: dict[str, FragmentDefinitionNode]
) -> dict[str, Selected]:
    """Return fields by response name; a fragment on a narrower type may be absent."""
    found: dict[str, Selected] = {}
    for node, kind, always in _fields(sets, parent, fragments, always=True):
        name = node.alias.value if node.alias else node.name.value
        # Where responses.py gathers aliases.
        name = next((gathered for prefix, gathered in GATHERED.items() if name.startswith(prefix)), name)
        field = SCHEMA.get_field(kind, node.name.value)  # type: ignore[arg-type]
        assert field is not None
        entry = found.setdefault(name, Selected(field.type, always=always))
        entry.always |= always
        if node.selection_set:
            entry.sets.append(node.selection_set)
    return found


def _fields(
    sets: list[SelectionSetNode],
    parent: GraphQLNamedType,
    fragments: dict[str, FragmentDefinitionNode],
    *,
    always: bool,
) -> Iterator[tuple[FieldNode, GraphQLNamedType, bool]]:
    for chosen in sets:
        for node in chosen.selections:
            if isinstance(node, FieldNode):
                yield node, parent, always
                continue
            inner: FragmentDefinitionNode | InlineFragmentNode
            if isinstance(node, FragmentSpreadNode):
                inner = fragments[node.name.value]
            else:
                assert isinstance(node, InlineFragmentNode)
                inner = node
            assert inner.type_condition is not None
            kind = SCHEMA.type_map[inner.type_condition.name.value]
            same = kind is parent
            yield from _fields([inner.selection_set], kind, fragments, always=always and same)


class Mismatch(AssertionError):
    """A type does not match its operation's response."""


class Holding:
    """Compare a type with a selection, recursively."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.fragments = fragments

    def value(self, where: str, hint: Any, kind: GraphQLOutputType, sets: list[SelectionSetNode]) -> None:
        """Compare any value: first nullability, then its type."""
        hint, may_be_none = _without_none(hint)
        if isinstance(kind, GraphQLNonNull):
            kind = kind.of_type
        elif not may_be_none:
            raise Mismatch(f"{where}: Saleor may answer null, and {hint} cannot be None")
        if isinstance(kind, GraphQLList):
            if get_origin(hint) is not tuple or get_args(hint)[1] is not ...:
                raise Mismatch(f"{where}: a list is read as {hint}")
            self.value(f"{where}[]", get_args(hint)[0], kind.of_type, sets)
        elif isinstance(kind, GraphQLEnumType):
            self._is(where, hint, str)
        elif isinstance(kind, GraphQLScalarType):
            self._is(where, hint, SCALARS[kind.name])
        else:
            self.struct(where, hint, get_named_type(kind), sets, payload=False)

    def struct(
        self, where: str, hint: Any, kind: GraphQLNamedType, sets: list[SelectionSetNode], *, payload: bool
    ) -> None:
        """Compare an object: every field is selected, and a field that may be absent has a default.

        A mutation's payload is read only when it holds no errors, so its fields are then present.
        """
        selected = selection(sets, kind, self.fragments)
        for field, inner in _struct_fields(hint):
            if field.encode_name not in selected:
                raise Mismatch(f"{where}.{field.encode_name} is read and not asked for")
            entry = selected[field.encode_name]
            if not entry.always and field.required:
                raise Mismatch(f"{where}.{field.encode_name} may be absent and has no default")
            answer = entry.kind
            if field.encode_name in GATHERED.values():
                key, inner = get_args(inner)
                assert key is str  # what is not translated is not there
                answer = answer if isinstance(answer, GraphQLNonNull) else GraphQLNonNull(answer)
            if payload and not isinstance(answer, GraphQLNonNull) and not _without_none(inner)[1]:
                answer = GraphQLNonNull(answer)
            self.value(f"{where}.{field.encode_name}", inner, answer, entry.sets)

    def _is(self, where: str, hint: Any, wanted: type) -> None:
        if hint is not wanted:
            raise Mismatch(f"{where}: {wanted.__name__} is read as {hint}")


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        others = [entry for entry in get_args(hint) if entry is not type(None)]
        assert len(others) == 1, hint
        return others[0], True
    return hint, False


def _struct_fields(hint: Any) -> list[tuple[msgspec.structs.FieldInfo, Any]]:
    """Return a struct's fields, with the type variables of a generic one replaced."""
    return [(field, field.type) for field in msgspec.structs.fields(hint)]


def hold(sent: Sent) -> None:
    document = parse(operations_in(("de",), ("GB",))[sent.name].text)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    root = SCHEMA.get_root_type(operation.operation)
    assert root is not None
    ((name, entry),) = selection([operation.selection_set], root, fragments).items()
    is_command = operations()[sent.name].is_command
    Holding(fragments).struct(name, sent.answer, get_named_type(entry.kind), entry.sets, payload=is_command)


@pytest.mark.parametrize("sent", everything_sent(), ids=lambda sent: sent.name)
def test_a_type_reads_what_its_operation_asks_for(sent: Sent) -> None:
    hold(sent)


class _Bad(msgspec.Struct, rename="camel"):
    id: int


class _Absent(msgspec.Struct, rename="camel"):
    favourite_colour: str | None = None


class _Strict(msgspec.Struct, rename="camel"):
    email: str


@pytest.mark.parametrize(
    ("answer", "words"),
    [(_Bad, "str is read as"), (_Absent, "favouriteColour is read and not asked for"), (_Strict, "may answer null")],
)
def test_a_type_that_does_not_fit_is_found_out(answer: type, words: str) -> None:
    with pytest.raises(Mismatch, match=words):
        hold(Sent(name="Checkout", variables={}, answer=answer, may_be_null=True))


def test_a_field_of_some_types_only_needs_a_default() -> None:
    class Attribute(msgspec.Struct):
        choice: str | None

    class Product(msgspec.Struct, rename="camel"):
        assigned_attributes: tuple[Attribute, ...]

    with pytest.raises(Mismatch, match="may be absent"):
        hold(Sent(name="ProductsNamed", variables={}, answer=Edges[Product], may_be_null=True))


@pytest.mark.parametrize("name", ["CheckoutLineProblem", "CheckoutProblem", "AssignedAttribute"])
def test_what_comes_in_kinds_says_which(name: str) -> None:
    """For unions and interfaces the type name is always requested."""
    kind = SCHEMA.type_map[name]
    assert is_abstract_type(kind)
    for operation in operations().values():
        for node in _selections_of(kind, operation.text):
            names = {entry.name.value for entry, _, _ in _fields([node], kind, _fragments(operation.text), always=True)}
            assert "__typename" in names


def _fragments(text: str) -> dict[str, FragmentDefinitionNode]:
    return {node.name.value: node for node in parse(text).definitions if isinstance(node, FragmentDefinitionNode)}


def _selections_of(kind: GraphQLAbstractType, text: str) -> Iterator[SelectionSetNode]:
    """Return every selection of this type in an operation."""
    info, found = TypeInfo(SCHEMA), list[SelectionSetNode]()

    class Finder(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            answer = info.get_type()
            if answer is not None and get_named_type(answer) is kind and node.selection_set:
                found.append(node.selection_set)

    visit(parse(text), TypeInfoVisitor(info, Finder()))
    yield from found
