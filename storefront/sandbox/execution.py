"""Execute GraphQL documents against the contract's schema.

A field is read from the row, mapping or value above it by its name in snake case, unless a module registered a function
for it (`storefront.sandbox.graphql.registry`). Decimals become Money or TaxedMoney where the schema says so.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Manager
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    is_non_null_type,
    parse,
    validate,
)

from storefront.saleor.schema.contract import contract
from storefront.sandbox.graphql.errors import MutationRefused
from storefront.sandbox.graphql.global_ids import id_of
from storefront.sandbox.graphql.registry import FIELDS, MUTATIONS, QUERIES, Mutation, Resolver, to_snake_case
from storefront.sandbox.money import with_tax
from storefront.sandbox.resolvers import (  # noqa: F401 - each registers its fields
    accounts,
    addresses,
    catalog,
    checkouts,
    deliveries,
    orders,
    payments,
    promotions,
)
from storefront.sandbox.resolvers.authentication import Caller

logger = logging.getLogger(__name__)
# Nullable fields that Saleor shows as "" and not as null.
_NEVER_NULL = frozenset({"Address.phone"})
# Arguments whose names would hide Python's own.
_PARAMETERS = {"id": "node_id", "input": "input_data", "type": "kind", "filter": "filter_data"}


@cache
def schema() -> GraphQLSchema:
    """Return the contract's schema with its resolvers."""
    made = contract()
    # graphql-core 3.3 calls coerce_input_value what 3.2 calls parse_value.
    setattr(made.type_map["PositiveDecimal"], "coerce_input_value", Decimal)  # noqa: B010
    setattr(made.type_map["PositiveDecimal"], "parse_value", Decimal)  # noqa: B010
    for name, kind in made.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            for field_name, field in kind.fields.items():
                field.resolve = _resolver(name, field_name, field)
    return made


def execute(
    text: str, *, variables: Mapping[str, object], operation_name: str | None, caller: Caller
) -> ExecutionResult:
    """Return the result; without data and with errors that have no path when the request is invalid (HTTP 400)."""
    document, problems = _document(text)
    if document is None or problems:
        return ExecutionResult(None, list(problems))
    result = execute_sync(
        schema(),
        document,
        context_value=caller,
        variable_values=dict(variables),
        operation_name=operation_name,
        type_resolver=_typename,
    )
    for error in result.errors or ():
        if error.original_error and not isinstance(error.original_error, GraphQLError):
            logger.error("the sandbox failed at %s", error.path, exc_info=error.original_error)
    return result


@lru_cache(maxsize=256)
def _document(text: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Return the parsed document and what is invalid about it."""
    try:
        document = parse(text)
    except GraphQLError as error:
        return None, (error,)
    return document, tuple(validate(schema(), document))


def _resolver(type_name: str, name: str, field: GraphQLField) -> Callable[..., object]:
    if type_name == "Query":
        return _root(QUERIES[name])
    if type_name == "Mutation":
        return _root(_transaction(MUTATIONS[name]))
    kind = get_named_type(field.type).name
    if kind == "ID" and name == "id":
        return lambda row, info: id_of(row, type_name)
    full_name = f"{type_name}.{name}"
    is_nullable = not is_non_null_type(field.type) and full_name not in _NEVER_NULL
    return _field(FIELDS.get(full_name), to_snake_case(name), kind, is_nullable=is_nullable)


def _root(resolve: Resolver) -> Callable[..., object]:
    def call(_: object, info: GraphQLResolveInfo[Caller], **arguments: object) -> object:
        if info.context.token_error is not None:
            raise info.context.token_error
        return resolve(info.context, **_parameters(arguments))

    return call


def _transaction(mutation: Mutation) -> Resolver:
    """Run a mutation in a transaction; when it is refused, its writes are undone and `errors` lists the problems."""

    def call(caller: Caller, **arguments: object) -> Mapping[str, object]:
        try:
            with transaction.atomic():
                return {"errors": [], **mutation.run(caller, **arguments)}
        except MutationRefused as refusal:
            return {**mutation.empty, "errors": refusal.problems}

    return call


def _field(computed: Resolver | None, attribute: str, kind: str, *, is_nullable: bool) -> Callable[..., object]:
    def read(source: object, info: GraphQLResolveInfo[Caller], **arguments: object) -> object:
        if computed is not None:
            value = computed(source, info.context, **_parameters(arguments))
        elif isinstance(source, Mapping):
            value = source.get(attribute)
        else:
            value = getattr(source, attribute)
        if isinstance(value, Decimal):
            return _money(source, attribute, value, kind)
        if isinstance(value, Manager):
            return list(value.all())
        if value == "" and is_nullable:
            return None
        return value(**_parameters(arguments)) if callable(value) else value

    return read


def _money(source: Any, attribute: str, value: Decimal, kind: str) -> object:
    """Return an amount as the schema shows it; a column with the suffix `_net` may hold the net."""
    if kind == "Money":
        return {"amount": value, "currency": source.currency}
    if kind == "TaxedMoney":
        net = getattr(source, f"{attribute}_net", None)
        taxed = with_tax(value, rate=source.tax_rate, currency=source.currency)
        return taxed if net is None else replace(taxed, net=net)
    return value


def _typename(value: Any, _info: GraphQLResolveInfo[Caller], _abstract: GraphQLAbstractType) -> str:
    return str(value.typename)


def _parameters(arguments: Mapping[str, object]) -> dict[str, object]:
    return {_PARAMETERS.get(name) or to_snake_case(name): value for name, value in arguments.items()}
