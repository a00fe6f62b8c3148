"""Answering GraphQL documents from the contract's schema.

Root fields are functions; everything below them is read from small answer objects by the field's name in snake case.
"""

import logging
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.db import transaction
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    execute_sync,
    parse,
    validate,
)

from storefront.sandbox.caller import Caller
from storefront.sandbox.refusals import Refusal, TopLevelError
from storefront.sandbox.roots import EMPTY_PAYLOADS, MUTATIONS, QUERIES
from storefront.sandbox.scalars import SCALARS
from storefront.saleor.contract import contract

logger = logging.getLogger(__name__)


@cache
def schema() -> GraphQLSchema:
    """The contract, with the scalars that need reading or writing."""
    made = contract()
    for name, (serialize, parse_value) in SCALARS.items():
        scalar = made.type_map.get(name)
        if isinstance(scalar, GraphQLScalarType):
            scalar.serialize = serialize  # type: ignore[method-assign]
            scalar.parse_value = parse_value  # type: ignore[method-assign]
    return made


@lru_cache(maxsize=256)
def _document(text: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """The parsed document, or why it is not valid."""
    try:
        document = parse(text)
    except GraphQLError as error:
        return None, (error,)
    return document, tuple(validate(schema(), document))


def answer(
    text: str, *, variables: Mapping[str, object], operation_name: str | None, caller: Caller
) -> ExecutionResult:
    """The whole answer. `data` is None and no error has a path when the request itself was wrong (Saleor's HTTP 400)."""
    document, problems = _document(text)
    if document is None or problems:
        return ExecutionResult(None, list(problems))
    result = execute_sync(
        schema(),
        document,
        context_value=caller,
        variable_values=dict(variables),
        operation_name=operation_name,
        field_resolver=_resolve,
        type_resolver=_typename,
    )
    for error in result.errors or ():
        if error.original_error and not isinstance(error.original_error, GraphQLError):
            logger.error("the sandbox failed at %s", error.path, exc_info=error.original_error)
    return result


def _resolve(source: object, info: GraphQLResolveInfo, **arguments: object) -> object:
    named = {_snake(name): value for name, value in arguments.items()}
    if info.parent_type.name in ("Query", "Mutation"):
        return _root(info, named)
    name = _snake(info.field_name)
    value = source.get(name) if isinstance(source, Mapping) else getattr(source, name)
    return value(**named) if callable(value) else value


def _root(info: GraphQLResolveInfo, arguments: dict[str, object]) -> object:
    caller: Caller = info.context
    if caller.token_error is not None:
        raise caller.token_error
    if info.parent_type.name == "Query":
        return QUERIES[info.field_name](caller, **arguments)
    return _mutation(MUTATIONS[info.field_name], info.field_name, caller, arguments)


def _mutation(
    act: Callable[..., Mapping[str, object]], name: str, caller: Caller, arguments: dict[str, object]
) -> Mapping[str, object]:
    """The payload. A refusal undoes what was begun and stands in `errors`."""
    try:
        with transaction.atomic():
            return {"errors": [], **act(caller, **arguments)}
    except Refusal as refusal:
        return {**EMPTY_PAYLOADS.get(name, {}), "errors": refusal.problems}


def _typename(value: Any, _info: GraphQLResolveInfo, _abstract: GraphQLAbstractType) -> str:
    return str(value.typename)


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


__all__ = ["TopLevelError", "answer", "schema"]
