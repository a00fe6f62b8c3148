"""A staff member's session: runs the seeding operations and counts what they created."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.uploads import Upload
from storefront.saleor.schema.operations import operations
from storefront.saleor.types.base import Answer, Edges

T = TypeVar("T")
SESSION_SECONDS = 240  # a token is valid for 300


class SeedingFailed(Exception):
    """The demo shop does not fit into this Saleor; the message says why."""


class Ref(Answer, frozen=True):
    """An object's id and slug."""

    id: str
    slug: str


class _Nothing(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


class _BulkProblem(msgspec.Struct, frozen=True):
    code: str
    path: str | None = None
    message: str | None = None


class _BulkResult(msgspec.Struct, frozen=True):
    errors: tuple[_BulkProblem, ...] | None = None


class _Bulk(msgspec.Struct, frozen=True):
    results: tuple[_BulkResult, ...] = ()


class StaffSession:
    """A staff member at the API. `sign_in` returns fresh credentials; `created` counts objects by kind."""

    def __init__(self, sign_in: Callable[[], Credentials]) -> None:
        self.created: Counter[str] = Counter()
        self._sign_in = sign_in
        self._credentials = sign_in()
        self._signed_in = time.monotonic()

    def run(self, name: str, answer: type[T], **variables: object) -> T:
        """Run an operation and decode its root field. Raises SaleorError."""
        return self._send(name, answer, variables)

    def run_without_result(self, name: str, **variables: object) -> None:
        """Run a mutation of which only the errors matter. Raises SaleorError."""
        self._send(name, _Nothing, variables)

    def list_nodes(self, name: str, answer: type[T], **variables: object) -> tuple[T, ...]:
        """Return a connection's nodes; the demo shop is small enough for the first page."""
        return self._send(name, Edges[answer], variables).nodes  # type: ignore[valid-type]

    def run_bulk(self, name: str, **variables: object) -> None:
        """Run a bulk mutation that does all or nothing. Raises SeedingFailed with Saleor's reasons."""
        for result in self._send(name, _Bulk, variables).results:
            for problem in result.errors or ():
                raise SeedingFailed(f"{name} {problem.path or ''}: {problem.code} {problem.message or ''}".strip())

    def upload(self, name: str, answer: type[T], upload: Upload, **variables: object) -> T:
        """Run a mutation with a file."""
        return self._send(name, answer, variables, upload)

    def _send(self, name: str, answer: type[T], variables: dict[str, object], upload: Upload | None = None) -> T:
        if time.monotonic() - self._signed_in > SESSION_SECONDS:
            self._credentials, self._signed_in = self._sign_in(), time.monotonic()
        operation = operations(Path(__file__).parent)[name]
        return api.execute(operation, answer, variables, caller=self._credentials, upload=upload)
