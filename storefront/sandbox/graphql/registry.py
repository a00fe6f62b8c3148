"""Where modules register what answers a root field or computes a field that no column holds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

Resolver = Callable[..., object]
Payload = Mapping[str, object]
R = TypeVar("R", bound=Resolver)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A mutation; `empty` holds its payload's fields for a refusal, where the schema forbids null."""

    run: Callable[..., Payload]
    empty: Payload = field(default_factory=dict)


QUERIES: dict[str, Resolver] = {}
MUTATIONS: dict[str, Mutation] = {}
FIELDS: dict[str, Resolver] = {}


def query(name: str) -> Callable[[R], R]:
    """Register `resolver(caller, **arguments)` for a field of Query."""

    def register(resolver: R) -> R:
        QUERIES[name] = resolver
        return resolver

    return register


def mutation(name: str, **empty: object) -> Callable[[Callable[..., Payload]], Callable[..., Payload]]:
    """Register `run(caller, **arguments)` for a field of Mutation; it returns the payload without `errors`."""

    def register(run: Callable[..., Payload]) -> Callable[..., Payload]:
        MUTATIONS[name] = Mutation(run=run, empty=empty)
        return run

    return register


def computed(name: str) -> Callable[[R], R]:
    """Register `resolver(source, caller, **arguments)` for a field such as `Checkout.problems`."""

    def register(resolver: R) -> R:
        FIELDS[name] = resolver
        return resolver

    return register


@lru_cache(maxsize=1024)
def to_snake_case(name: str) -> str:
    """Return an API name as Python spells it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def to_camel_case(name: str) -> str:
    """Return a Python name as the API spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
