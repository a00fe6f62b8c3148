"""A member of staff at work in Saleor: asks, commands, and counts what was made."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from storefront.saleor import api
from storefront.saleor.api import Credentials
from storefront.saleor.operations import operations
from storefront.saleor.types.base import Answer, Edges
from storefront.saleor.uploads import Upload

T = TypeVar("T")
SIGN_IN_AGAIN_SECONDS = 240  # a token is good for five minutes


class SeedingFailed(Exception):
    """The demo shop does not fit into this Saleor; the text says why."""


class Ref(Answer, frozen=True):
    """Something by id and slug."""

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


class Desk:
    """Staff's own session. `made` counts by kind; `sign_in` gives a fresh caller."""

    def __init__(self, sign_in: Callable[[], Credentials]) -> None:
        self.made: Counter[str] = Counter()
        self._sign_in = sign_in
        self._caller = sign_in()
        self._signed_in = time.monotonic()

    def ask(self, name: str, answer: type[T], **variables: object) -> T:
        """Ask or command, and decode the root field. Raises SaleorError."""
        return self._send(name, answer, variables)

    def found(self, name: str, answer: type[T], **variables: object) -> tuple[T, ...]:
        """What a connection holds; the demo shop is small enough for its first page."""
        return self._send(name, Edges[answer], variables).nodes  # type: ignore[valid-type]

    def do(self, name: str, **variables: object) -> None:
        """Command something of which only the refusal matters."""
        self._send(name, _Nothing, variables)

    def do_all(self, name: str, **variables: object) -> None:
        """Command many things at once, of which Saleor does all or none. Raises SeedingFailed with its reasons."""
        for result in self._send(name, _Bulk, variables).results:
            for problem in result.errors or ():
                raise SeedingFailed(f"{name} {problem.path or ''}: {problem.code} {problem.message or ''}".strip())

    def send_file(self, name: str, answer: type[T], upload: Upload, **variables: object) -> T:
        """Command with a file."""
        return self._send(name, answer, variables, upload)

    def _send(self, name: str, answer: type[T], variables: dict[str, object], upload: Upload | None = None) -> T:
        if time.monotonic() - self._signed_in > SIGN_IN_AGAIN_SECONDS:
            self._caller, self._signed_in = self._sign_in(), time.monotonic()
        operation = operations(Path(__file__).parent)[name]
        return api.execute(operation, answer, variables, caller=self._caller, upload=upload)
