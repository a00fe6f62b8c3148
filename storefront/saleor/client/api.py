"""Saleor's GraphQL API: queries, which are retried once, and mutations, which are never retried.

All requests go through one HTTP client with time limits. Without a configured Saleor the same client reaches the
sandbox through an in-process transport. Logs hold only an operation's name, outcome and duration.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urljoin

import httpx2
import msgspec
from django.conf import settings

from storefront.core import metrics
from storefront.core.registry import embedded_transport
from storefront.observability import request_id, traces
from storefront.saleor.client import errors
from storefront.saleor.client.concurrency import call_limit
from storefront.saleor.client.responses import decode, raise_mutation_error, root_field
from storefront.saleor.client.uploads import Upload, multipart
from storefront.saleor.schema.operations import Operation, operations

logger = logging.getLogger(__name__)
T = TypeVar("T")

MAX_ANSWER_BYTES = 16 * 1024 * 1024
SANDBOX_URL = "http://sandbox.invalid/graphql/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """On whose behalf Saleor is called: a customer's or app's token, and the shopper's network address.

    Saleor throttles logins by address: without it, one shopper's attempts would lock out everyone.
    """

    token: str | None = None
    address: str | None = None


ANONYMOUS = Credentials()
_encode = msgspec.json.Encoder(decimal_format="number").encode


def query(name: str, answer: type[T], /, *, caller: Credentials = ANONYMOUS, **variables: object) -> T:
    """Run the query `name` and decode its root field as `answer`.

    Retried once when Saleor is unavailable. Raises Unavailable, NotAllowed, TokenExpired or BadRequest.
    """
    return decode(_ask(name, variables, caller), answer)


def query_or_none(name: str, answer: type[T], /, *, caller: Credentials = ANONYMOUS, **variables: object) -> T | None:
    """Like `query`, for a root field that may be null: unknown, deleted, or not visible to this caller."""
    raw = _ask(name, variables, caller)
    return None if bytes(raw) == b"null" else decode(raw, answer)


def _ask(name: str, variables: Mapping[str, object], caller: Credentials) -> msgspec.Raw:
    operation = operations()[name]
    try:
        return _send(operation, variables, caller)
    except errors.Unavailable:
        return _send(operation, variables, caller)


def mutate(name: str, answer: type[T], /, *, caller: Credentials = ANONYMOUS, **variables: object) -> T:
    """Run the mutation `name` once and decode its payload as `answer`.

    Raises MutationError for errors in the payload, ResponseLost when it may have had an effect, and what `query`
    raises.
    """
    return execute(operations()[name], answer, variables, caller=caller)


def execute(
    operation: Operation,
    answer: type[T],
    variables: Mapping[str, object],
    /,
    *,
    caller: Credentials,
    upload: Upload | None = None,
) -> T:
    """Run any operation once, from the contract or not, and decode its root field.

    An `upload` replaces one variable, which must be None. Raises what `query` and `mutate` raise.
    """
    raw = _send(operation, variables, caller, upload)
    if operation.is_command:
        raise_mutation_error(raw)
    return decode(raw, answer, lost=operation.is_command)


def _send(
    operation: Operation, variables: Mapping[str, object], caller: Credentials, upload: Upload | None = None
) -> msgspec.Raw:
    """Send one request and return the raw JSON of the root field."""
    started = time.perf_counter()
    outcome = "ok"
    with traces.span(f"saleor {operation.name}", kind="CLIENT") as span:
        try:
            status, body = _exchange(operation, variables, caller, upload)
            return root_field(operation, status, body, sent=variables)
        except errors.SaleorError as error:
            outcome = type(error).__name__
            raise
        finally:
            seconds = time.perf_counter() - started
            span.finish(outcome, is_ok=outcome == "ok")
            metrics.SALEOR_CALLS.labels(operation.name, outcome).inc()
            metrics.SALEOR_SECONDS.labels(operation.name).observe(seconds)
            logger.info("saleor %s %s %.0f ms", operation.name, outcome, seconds * 1000)


def fetch(path: str, *, limit: float | None = None) -> bytes:
    """GET a public path of Saleor's origin, such as its public keys, within `limit` seconds.

    The default limit is SALEOR_QUERY_TIMEOUT. Raises Unavailable.
    """
    url = urljoin(settings.SALEOR_API_URL or SANDBOX_URL, path)
    try:
        status, body = _read("GET", url, limit or settings.SALEOR_QUERY_TIMEOUT)
    except httpx2.HTTPError as error:
        raise errors.Unavailable(f"Saleor cannot be reached: {type(error).__name__}") from error
    if status != 200:
        raise errors.Unavailable(f"Saleor answered HTTP {status}")
    return body


def _exchange(
    operation: Operation, variables: Mapping[str, object], caller: Credentials, upload: Upload | None
) -> tuple[int, bytes]:
    patient = operation.is_command or operation.is_slow
    limit = settings.SALEOR_COMMAND_TIMEOUT if patient else settings.SALEOR_QUERY_TIMEOUT
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "gzip",
        request_id.HEADER: request_id.current(),
    }
    traces.inject_trace(headers)
    if caller.token:
        headers["Authorization"] = f"Bearer {caller.token}"
    if caller.address:
        headers["X-Forwarded-For"] = caller.address
    content = _encode({"operationName": operation.name, "query": operation.text, "variables": variables})
    if upload:
        content, headers["Content-Type"] = multipart(content, upload)
    try:
        return _read("POST", settings.SALEOR_API_URL or SANDBOX_URL, limit, content=content, headers=headers)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise errors.Unavailable(f"Saleor cannot be reached: {type(error).__name__}") from error
    except httpx2.HTTPError as error:
        kind = errors.ResponseLost if operation.is_command else errors.Unavailable
        raise kind(f"Saleor gave no whole answer: {type(error).__name__}") from error


def _read(
    method: str, url: str, limit: float, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Return status and whole body, with at most `limit` seconds of silence, twice that in all, and a bounded size."""
    body = bytearray()
    timeout = httpx2.Timeout(limit, connect=min(limit, 3.0))
    with call_limit.hold_place():
        deadline = time.monotonic() + limit
        with _client().stream(method, url, content=content, headers=headers, timeout=timeout) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > deadline or len(body) > MAX_ANSWER_BYTES:
                    raise httpx2.ReadTimeout("the answer is too slow or too large")
            return response.status_code, bytes(body)


_clients: list[httpx2.Client] = []


def _client() -> httpx2.Client:
    """Return the process's HTTP client; `override_transport` puts another one on top."""
    if not _clients:
        transport = next((make() for make in embedded_transport), None)
        # Saleor's server closes idle connections after 5 s. Close them earlier, so that no mutation meets a dead one.
        limits = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=3.0)
        _clients.append(httpx2.Client(transport=transport, limits=limits, trust_env=False))
    return _clients[-1]


@contextmanager
def override_transport(transport: httpx2.BaseTransport) -> Iterator[None]:
    """Send all requests of this process through `transport` inside the block, for tests and recordings."""
    _client()
    _clients.append(httpx2.Client(transport=transport, trust_env=False))
    try:
        yield
    finally:
        _clients.pop().close()
