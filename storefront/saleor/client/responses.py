"""Read Saleor's responses: four layers of success and failure become raw data or the right exception.

Saleor's messages repeat the input. Checkout IDs are secrets and addresses are personal, so the sent values are removed
from a message before it becomes an exception's text, which may be logged.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from storefront.saleor.client import errors
from storefront.saleor.schema.operations import GATHERED, Operation

T = TypeVar("T")

_EXPIRED = {"ExpiredSignatureError", "InvalidTokenError", "JWT_SIGNATURE_EXPIRED", "InvalidSignatureError"}
_MISASKED = {"GraphQLError", "GRAPHQL_ERROR", "ValidationError", "QueryCostError", "GraphQLSyntaxError", ""}


class _Exception(msgspec.Struct, frozen=True):
    code: str | None = None


class _Extensions(msgspec.Struct, frozen=True):
    exception: _Exception | None = None
    code: str | None = None


class _TopError(msgspec.Struct, frozen=True):
    message: str = ""
    extensions: _Extensions | None = None

    @property
    def code(self) -> str:
        if self.extensions is None:
            return ""
        return (self.extensions.exception and self.extensions.exception.code) or self.extensions.code or ""


class _Envelope(msgspec.Struct, frozen=True):
    data: dict[str, msgspec.Raw] | None = None
    errors: tuple[_TopError, ...] = ()


class _ProblemAnswer(msgspec.Struct, frozen=True, rename="camel"):
    code: str
    field: str | None = None
    message: str | None = None
    variants: tuple[str, ...] | None = None
    lines: tuple[str, ...] | None = None
    address_type: str | None = None


class _Outcome(msgspec.Struct, frozen=True):
    errors: tuple[_ProblemAnswer, ...] = ()


def decode(raw: bytes | msgspec.Raw, answer: type[T], *, lost: bool = False) -> T:
    """Decode `raw` JSON as `answer`. Unreadable JSON raises ResponseLost when `lost`, else Unavailable."""
    try:
        return msgspec.json.decode(raw, type=answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        kind = errors.ResponseLost if lost else errors.Unavailable
        raise kind(f"Saleor's answer does not read: {error}") from error


def root_field(operation: Operation, status: int, body: bytes, *, sent: Mapping[str, object]) -> msgspec.Raw:
    """Return the raw JSON of the only root field.

    Raises NotAllowed, TokenExpired, BadRequest, Unavailable or ResponseLost.
    """
    broken = errors.ResponseLost if operation.is_command else errors.Unavailable
    if status == 401:
        raise errors.NotAllowed("Saleor shuts this caller out (HTTP 401)")
    if status not in (200, 400):
        raise broken(f"Saleor answered HTTP {status}")
    envelope = decode(body, _Envelope, lost=operation.is_command)
    if envelope.errors:
        raise _top_error(envelope.errors, broken, sent)
    if status == 400 or not envelope.data:
        raise broken(f"Saleor answered HTTP {status} without data or errors")
    root = next(iter(envelope.data.values()))
    return _with_gathered(root) if operation.is_aliased else root


_decode_exactly = msgspec.json.Decoder(float_hook=Decimal).decode
_encode_exactly = msgspec.json.Encoder(decimal_format="number").encode


def _with_gathered(raw: msgspec.Raw) -> msgspec.Raw:
    """Collect the aliased translations and stocks of each object, by language and country (`GATHERED`)."""
    return msgspec.Raw(_encode_exactly(_gathered(_decode_exactly(raw))))


def _gathered(value: Any) -> Any:
    if isinstance(value, list):
        return [_gathered(part) for part in value]
    if not isinstance(value, dict):
        return value
    parts: dict[str, Any] = {}
    for name, part in value.items():
        prefix, _, key = name.partition("_")
        collected = GATHERED.get(f"{prefix}_")
        if collected is None:
            parts[name] = _gathered(part)
        # What is not translated is absent; a stock of zero is not.
        elif part is not None and part not in ("", {}):
            parts.setdefault(collected, {})[key] = _gathered(part)
        else:
            parts.setdefault(collected, {})
    return parts


def raise_mutation_error(payload: msgspec.Raw) -> None:
    """Raise MutationError when a payload holds errors."""
    answers = decode(payload, _Outcome, lost=True).errors
    if answers:
        raise errors.MutationError(tuple(_problem(answer) for answer in answers))


def _problem(answer: _ProblemAnswer) -> errors.MutationProblem:
    return errors.MutationProblem(
        field=answer.field,
        code=answer.code,
        message=answer.message or "",
        variants=answer.variants or (),
        lines=answer.lines or (),
        address_type=answer.address_type,
    )


def _top_error(
    top_errors: tuple[_TopError, ...], broken: type[errors.Unavailable], sent: Mapping[str, object]
) -> errors.SaleorError:
    codes = {error.code for error in top_errors}
    said = _without(sent, "; ".join(error.message for error in top_errors))
    if codes & _EXPIRED:
        return errors.TokenExpired(said)
    if "PermissionDenied" in codes:
        return errors.NotAllowed(said)
    if codes & _MISASKED:
        return errors.BadRequest(said)
    return broken(f"Saleor failed inside: {', '.join(sorted(codes))}")


def _without(sent: Mapping[str, object], said: str) -> str:
    """Replace every value that was sent by an ellipsis; two letters (a country code) identify no person."""
    texts = {text for text in _texts(msgspec.to_builtins(sent)) if len(text) > 2}
    for text in sorted(texts | {json.dumps(text)[1:-1] for text in texts}, key=len, reverse=True):
        said = said.replace(text, "…")
    return said


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
