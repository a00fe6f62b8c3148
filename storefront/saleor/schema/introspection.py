"""Fetch the whole schema of a running Saleor."""

import msgspec
from graphql import build_client_schema, get_introspection_query, print_schema

from storefront.saleor.client import api
from storefront.saleor.client.api import ANONYMOUS
from storefront.saleor.schema.operations import Operation

_OPERATION = Operation(
    name="IntrospectionQuery", text=get_introspection_query(descriptions=False), is_command=False, is_slow=True
)


def introspect() -> str:
    """Return the configured Saleor's whole schema as text. Raises what `api.query` raises."""
    raw = api.execute(_OPERATION, msgspec.Raw, {}, caller=ANONYMOUS)
    schema = build_client_schema({"__schema": msgspec.json.decode(raw)}, assume_valid=True)
    return print_schema(schema)
