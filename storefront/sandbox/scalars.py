"""The contract's own scalars: how their values are written into answers and read from variables."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from graphql import GraphQLError


def _moment(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def _positive_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise GraphQLError(f"Value is not a decimal: {value!r}.")
    try:
        number = Decimal(value)
    except ArithmeticError as error:
        raise GraphQLError(f"Value is not a decimal: {value!r}.") from error
    if not number.is_finite() or number < 0:
        raise GraphQLError(f"Value cannot be lower than 0. Unsupported value: {value}")
    return number


SCALARS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "DateTime": (_moment, _as_it_is),
    "PositiveDecimal": (float, _positive_decimal),
}
