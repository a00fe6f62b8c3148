"""The contract: the part of Saleor's schema that the operations use.

`derive` prunes a whole schema to what is used; `check` says in words where a Saleor differs from the contract.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from graphql import (
    BreakingChange,
    BreakingChangeType,
    ConstValueNode,
    DefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumValueNode,
    FieldNode,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    UnionTypeDefinitionNode,
    VariableDefinitionNode,
    Visitor,
    build_schema,
    find_breaking_changes,
    get_named_type,
    is_enum_type,
    parse,
    print_ast,
    validate,
    visit,
)
from graphql.language import Node
from graphql.utilities import type_from_ast
from graphql.validation import NoDeprecatedCustomRule

from storefront.saleor.schema.operations import parse_all

N = TypeVar("N", bound=Node)
CONTRACT_PATH = Path(__file__).parent / "schema.graphql"

# The fields of input objects that the shop sends. A test compares them with the code.
SENT_INPUT_FIELDS: dict[str, frozenset[str]] = {
    "CheckoutCreateInput": frozenset({"channel", "lines", "email"}),
    "CheckoutLineInput": frozenset({"variantId", "quantity"}),
    "CheckoutLineUpdateInput": frozenset({"variantId", "quantity"}),
    "AddressInput": frozenset(
        {
            "firstName",
            "lastName",
            "companyName",
            "streetAddress1",
            "streetAddress2",
            "city",
            "cityArea",
            "postalCode",
            "country",
            "countryArea",
            "phone",
        }
    ),
    "PaymentGatewayToInitialize": frozenset({"id", "data"}),
    "AccountRegisterInput": frozenset({"email", "password", "channel", "redirectUrl", "firstName"}),
    "ProductOrder": frozenset({"field", "direction"}),
    "ProductWhereInput": frozenset({"ids"}),
    "CustomerOrderWhereInput": frozenset({"number"}),
    "IntFilterInput": frozenset({"eq"}),
    "OrderWhereInput": frozenset({"number", "createdAt"}),
    "DateTimeRangeInput": frozenset({"gte", "lte"}),
    "GiftCardEventFilterInput": frozenset({"type", "orders"}),
    "OrderNoteInput": frozenset({"message"}),
    "OrderSortingInput": frozenset({"field", "direction"}),
}


def read_schema(text: str) -> GraphQLSchema:
    """Parse a schema without validating it (Saleor's own writes enum defaults as strings)."""
    return build_schema(text, assume_valid=True)


def contract() -> GraphQLSchema:
    """Return the committed contract."""
    return read_schema(CONTRACT_PATH.read_text())


class ContractBroken(ValueError):
    """An operation is not valid against a schema; the text says which and why."""


class _Used(Visitor):
    """Visit operations and record the fields, arguments and types that they use."""

    def __init__(self, schema: GraphQLSchema, info: TypeInfo) -> None:
        super().__init__()
        self.schema, self.info = schema, info
        self.fields: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.types: set[str] = set()

    @property
    def enums(self) -> set[str]:
        return {name for name in self.types if is_enum_type(self.schema.type_map[name])}

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        if parent is None or field is None or node.name.value.startswith("__"):
            return
        self.fields[parent.name][node.name.value] |= {argument.name.value for argument in node.arguments or ()}
        self.types.add(get_named_type(field.type).name)
        for argument in node.arguments or ():
            self.need_input(get_named_type(field.args[argument.name.value].type))

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition:
            self.types.add(node.type_condition.name.value)

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> None:
        found = type_from_ast(self.schema, node.type)
        if found is not None:
            self.need_input(get_named_type(found))

    def need_input(self, kind: GraphQLNamedType) -> None:
        if kind.name in self.types:
            return
        self.types.add(kind.name)
        if isinstance(kind, GraphQLInputObjectType):
            for name, field in kind.fields.items():
                if name in SENT_INPUT_FIELDS.get(kind.name, frozenset(kind.fields)):
                    self.need_input(get_named_type(field.type))


def derive(whole_text: str, document: DocumentNode | None = None) -> str:
    """Return the contract: the schema in `whole_text`, pruned to what the operations use.

    Raises ContractBroken when an operation is not valid against it.
    """
    document = document or parse_all()
    whole = read_schema(whole_text)
    problems = validate(whole, document)
    if problems:
        raise ContractBroken("; ".join(problem.message for problem in problems))
    info = TypeInfo(whole)
    used = _Used(whole, info)
    visit(document, TypeInfoVisitor(info, used))
    for name, kind in whole.type_map.items():
        if isinstance(kind, GraphQLObjectType) and name in used.types:
            for interface in kind.interfaces:
                for field, arguments in used.fields.get(interface.name, {}).items():
                    used.fields[name][field] |= arguments
    kept = [
        pruned for node in parse(whole_text, no_location=True).definitions if (pruned := _prune(node, used)) is not None
    ]
    text = print_ast(DocumentNode(definitions=tuple(kept)))
    return f"# Derived from operations/*.graphql by `manage.py derive_contract`; do not edit.\n\n{text}\n"


def _prune(node: DefinitionNode, used: _Used) -> DefinitionNode | None:
    """Return a type definition with only what is used, or None when nothing is."""
    if not isinstance(node, TypeDefinitionNode):
        return None
    name = node.name.value
    if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        if name not in used.fields:
            return None
        fields = tuple(
            _without_text(field, arguments=_kept(field.arguments, used.fields[name][field.name.value], used.enums))
            for field in node.fields or ()
            if field.name.value in used.fields[name]
        )
        interfaces = tuple(entry for entry in node.interfaces or () if entry.name.value in used.fields)
        return _without_text(node, fields=fields, interfaces=interfaces)
    if name not in used.types:
        return None
    if isinstance(node, InputObjectTypeDefinitionNode):
        sent = SENT_INPUT_FIELDS[name]
        return _without_text(node, fields=_kept(node.fields, sent, used.enums))
    if isinstance(node, UnionTypeDefinitionNode):
        return _without_text(node, types=tuple(entry for entry in node.types or () if entry.name.value in used.fields))
    if isinstance(node, EnumTypeDefinitionNode):
        return _without_text(node, values=tuple(_without_text(value) for value in node.values or ()))
    return _without_text(node)


def _kept(
    inputs: Iterable[InputValueDefinitionNode] | None, names: Collection[str], enums: Collection[str]
) -> tuple[InputValueDefinitionNode, ...]:
    """Return the arguments or input fields that are sent or required, with enum defaults as enum values."""
    return tuple(
        _without_text(entry, default_value=_default(entry, enums))
        for entry in inputs or ()
        if entry.name.value in names or (isinstance(entry.type, NonNullTypeNode) and entry.default_value is None)
    )


def _default(entry: InputValueDefinitionNode, enums: Collection[str]) -> ConstValueNode | None:
    value = entry.default_value
    if isinstance(value, StringValueNode) and isinstance(entry.type, NamedTypeNode) and entry.type.name.value in enums:
        return EnumValueNode(value=value.value)
    return value


def _without_text(node: N, **changes: object) -> N:
    """Copy a definition without description and directives, with some parts changed."""
    values = {key: getattr(node, key) for key in node.keys if key != "loc"}
    return type(node)(**{**values, "description": None, "directives": (), **changes})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a Saleor keeps the contract, in sentences.

    `missing` breaks the shop, `deprecated` will one day. `changed` is harmless, since unknown values are accepted: an
    enum value that Saleor no longer returns.
    """

    missing: tuple[str, ...]
    deprecated: tuple[str, ...]
    changed: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Return whether nothing is missing."""
        return not self.missing


def check(whole: GraphQLSchema) -> Report:
    """Compare the committed contract, and every operation, with a Saleor's whole schema."""
    document, ours = parse_all(), contract()
    breaking = find_breaking_changes(ours, whole)
    harmless = [change for change in breaking if change.type in _ANSWERED_LESS and not _is_sent(change, ours)]
    missing = [change.description for change in breaking if change not in harmless]
    missing += [error.message for error in validate(whole, document)]
    deprecated = [error.message for error in validate(whole, document, [NoDeprecatedCustomRule])]
    return Report(
        missing=tuple(dict.fromkeys(missing)),
        deprecated=tuple(dict.fromkeys(deprecated)),
        changed=tuple(change.description for change in harmless),
    )


_ANSWERED_LESS = (BreakingChangeType.VALUE_REMOVED_FROM_ENUM, BreakingChangeType.TYPE_REMOVED_FROM_UNION)


def _is_sent(change: BreakingChange, ours: GraphQLSchema) -> bool:
    """Return whether the shop sends the enum that lost a value: as an argument, a variable, or in an input."""
    sent = {
        get_named_type(argument.type).name
        for kind in ours.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for field in kind.fields.values()
        for argument in field.args.values()
    } | {
        get_named_type(field.type).name
        for kind in ours.type_map.values()
        if isinstance(kind, GraphQLInputObjectType)
        for field in kind.fields.values()
    }
    return any(change.description.startswith(f"Enum value {name}.") for name in sent)
