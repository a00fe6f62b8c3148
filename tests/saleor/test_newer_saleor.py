"""A newer Saleor does no harm: unknown fields, enum values and types."""

from typing import Any

import pytest

from tests.saleor.test_exchanges import EXCHANGES, problems, replay

ENUMS = {"status", "chargeStatus", "authorizeStatus", "inputType", "unit", "type", "countryAreaType", "__typename"}
ANSWERED = [
    entry
    for entry in EXCHANGES
    if not entry["body"].get("errors") and not problems(entry) and next(iter(entry["body"]["data"].values()))
]


def with_more_fields(value: Any) -> Any:
    """Add an unknown field to every object."""
    if isinstance(value, dict):
        return {key: with_more_fields(inner) for key, inner in value.items()} | {"fieldOfTomorrow": [{"a": 1.5}]}
    return [with_more_fields(entry) for entry in value] if isinstance(value, list) else value


def with_other_words(value: Any) -> Any:
    """Replace every enum value and type name."""
    if isinstance(value, dict):
        return {
            key: "SOMETHING_OF_TOMORROW" if key in ENUMS and isinstance(inner, str) else with_other_words(inner)
            for key, inner in value.items()
        }
    return [with_other_words(entry) for entry in value] if isinstance(value, list) else value


def changed(exchange: dict[str, Any], **roots: Any) -> dict[str, Any]:
    return {**exchange, "body": {"data": roots}}


@pytest.mark.parametrize("exchange", ANSWERED, ids=lambda entry: entry["operation"])
def test_unknown_fields_change_nothing(exchange: dict[str, Any]) -> None:
    ((root, answer),) = exchange["body"]["data"].items()

    assert replay(changed(exchange, **{root: with_more_fields(answer)})) == replay(exchange)


@pytest.mark.parametrize("exchange", ANSWERED, ids=lambda entry: entry["operation"])
def test_unknown_words_are_read(exchange: dict[str, Any]) -> None:
    ((root, answer),) = exchange["body"]["data"].items()

    assert replay(changed(exchange, **{root: with_other_words(answer)})) is not None
