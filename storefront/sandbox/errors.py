"""The two ways in which Saleor says no: in the payload (`errors` of the mutation), or at the top of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One entry of a payload's `errors`: `field` is the input's name in camelCase, `code` a value of its enum."""

    field: str | None
    code: str
    message: str
    variants: tuple[str, ...] | None = None
    lines: tuple[str, ...] | None = None
    address_type: str | None = None


class Refusal(Exception):
    """A mutation says no; what it has written is undone, unless it `keeps` it (a refreshed delivery, say)."""

    def __init__(self, problems: Sequence[Problem], *, keeps: bool = False) -> None:
        self.problems, self.keeps = tuple(problems), keeps
        super().__init__(", ".join(problem.code for problem in problems))


def refuse(
    field: str | None,
    code: str,
    message: str,
    *,
    variants: tuple[str, ...] | None = None,
    keeps: bool = False,
) -> Refusal:
    """A refusal for one reason."""
    return Refusal([Problem(field=field, code=code, message=message, variants=variants)], keeps=keeps)


class TopLevelError(GraphQLError):
    """An error outside every payload; `code` is what stands in `extensions.exception.code`."""

    def __init__(self, message: str, code: str = "GraphQLError") -> None:
        super().__init__(message, extensions={"exception": {"code": code}})


def permission_denied(*permissions: str) -> TopLevelError:
    """What a caller without one of `permissions` is told."""
    names = ", ".join(permissions)
    message = f"To access this path, you need one of the following permissions: {names}"
    return TopLevelError(message, "PermissionDenied")
