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
    GraphQLSchema,
    execute_sync,
    parse,
    validate,
)

from storefront.saleor.contract import contract
from storefront.sandbox.caller import Caller
from storefront.sandbox.errors import Refusal
from storefront.sandbox.resolvers import BLIND, EMPTY_PAYLOADS, MUTATIONS, OWN_TRANSACTIONS, QUERIES
from storefront.sandbox.scalars import READERS

logger = logging.getLogger(__name__)


@cache
def schema() -> GraphQLSchema:
    """The contract, with the scalars that must be read with care."""
    made = contract()
    for name, read in READERS.items():
        # graphql-core 3.3 calls coerce_input_value what 3.2 calls parse_value.
        setattr(made.type_map[name], "coerce_input_value", read)  # noqa: B010
        setattr(made.type_map[name], "parse_value", read)  # noqa: B010
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
    """The whole answer; no data, and errors without a path, when the request itself was wrong (HTTP 400)."""
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


def _resolve(source: object, info: GraphQLResolveInfo[Caller], **arguments: object) -> object:
    named = {_parameter(name): value for name, value in arguments.items()}
    if info.parent_type.name in ("Query", "Mutation"):
        return _root(info, named)
    name = _snake(info.field_name)
    value = source.get(name) if isinstance(source, Mapping) else getattr(source, name)
    return value(**named) if callable(value) else value


def _root(info: GraphQLResolveInfo[Caller], arguments: dict[str, object]) -> object:
    caller = info.context
    if caller.token_error is not None and info.field_name not in BLIND:
        raise caller.token_error
    if info.parent_type.name == "Query":
        return QUERIES[info.field_name](caller, **arguments)
    return _mutation(MUTATIONS[info.field_name], info.field_name, caller, arguments)


def _mutation(
    act: Callable[..., Mapping[str, object]], name: str, caller: Caller, arguments: dict[str, object]
) -> Mapping[str, object]:
    """The payload. A refusal stands in `errors`, and undoes what was begun unless it says that this is to be kept."""
    try:
        if name in OWN_TRANSACTIONS:
            return {"errors": [], **act(caller, **arguments)}
        with transaction.atomic():
            try:
                return {"errors": [], **act(caller, **arguments)}
            except Refusal as refusal:
                if refusal.keeps:
                    return _refused(name, refusal)
                raise
    except Refusal as refusal:
        return _refused(name, refusal)


def _refused(name: str, refusal: Refusal) -> Mapping[str, object]:
    return {**EMPTY_PAYLOADS.get(name, {}), "errors": refusal.problems}


def _typename(value: Any, _info: GraphQLResolveInfo[Caller], _abstract: GraphQLAbstractType) -> str:
    return str(value.typename)


def _parameter(name: str) -> str:
    """An argument's name as our functions spell it: two of Saleor's would hide Python's own `id` and `input`."""
    return {"id": "node_id", "input": "given"}.get(name) or _snake(name)


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
