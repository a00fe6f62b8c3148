"""Saleor's two kinds of errors: `errors` in a mutation's payload, and errors at the top of the response.

Codes and fields are Saleor's. Its English messages are not imitated: the shop reads codes.
"""

from dataclasses import dataclass

from graphql import GraphQLError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An entry of a payload's `errors`: `field` is the input's name in camelCase, `code` a value of its enum.

    `variants` and `lines` are global ids; `address_type` is SHIPPING or BILLING.
    """

    field: str | None
    code: str
    variants: tuple[str, ...] | None = None
    lines: tuple[str, ...] | None = None
    address_type: str | None = None

    @property
    def message(self) -> str:
        return self.code


class MutationRefused(Exception):
    """A mutation fails with these problems; its transaction is rolled back."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(problem.code for problem in problems))


def refuse(
    field: str | None, code: str, *, variants: tuple[str, ...] | None = None, lines: tuple[str, ...] | None = None
) -> MutationRefused:
    """Return an exception with one problem."""
    return MutationRefused(Problem(field=field, code=code, variants=variants, lines=lines))


class TopLevelError(GraphQLError):
    """An error at the top of the response; `code` becomes `extensions.exception.code`."""

    def __init__(self, message: str, code: str = "GraphQLError") -> None:
        super().__init__(message, extensions={"exception": {"code": code}})


def permission_denied() -> TopLevelError:
    """Return the error for a caller without the permission."""
    return TopLevelError("The caller lacks the permission.", "PermissionDenied")
