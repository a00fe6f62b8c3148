"""The contract's own scalars that must be read with care."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from graphql import GraphQLError


def positive_decimal(value: Any) -> Decimal:
    """`PositiveDecimal`: a number, or digits in a string, not below zero."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise GraphQLError(f"Value is not a decimal: {value!r}.")
    try:
        number = Decimal(value)
    except ArithmeticError as error:
        raise GraphQLError(f"Value is not a decimal: {value!r}.") from error
    if not number.is_finite() or number < 0:
        raise GraphQLError(f"Value cannot be lower than 0. Unsupported value: {value}")
    return number


READERS: Mapping[str, Callable[[Any], Any]] = {"PositiveDecimal": positive_decimal}
