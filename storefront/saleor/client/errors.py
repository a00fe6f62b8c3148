"""Errors of Saleor calls, in one tree, so that callers catch exactly what they can handle."""

from dataclasses import dataclass


class SaleorError(Exception):
    """A call to Saleor failed."""


class Unavailable(SaleorError):
    """Saleor was unreachable or too slow, answered 5xx, or sent something unreadable."""


class ResponseLost(Unavailable):
    """A mutation was sent and its response is missing or unreadable: it may have had an effect. Re-read before
    retrying.
    """


class NotAllowed(SaleorError):
    """Saleor refuses this caller: a permission is missing, or anonymous access is switched off."""


class TokenExpired(SaleorError):
    """The access token is no longer accepted. Every operation fails with it, even public ones."""


class BadRequest(SaleorError):
    """Saleor could not process the request (HTTP 400 or a top-level error): a wrong ID or country, or a bug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationProblem:
    """One error in a mutation's payload.

    `field` is the input's camelCase name or None, `code` Saleor's enum value, `message` its English text (escape it);
    `variants` and `lines` are IDs, `address_type` is SHIPPING or BILLING.
    """

    field: str | None
    code: str
    message: str
    variants: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    address_type: str | None = None


class MutationError(SaleorError):
    """Saleor refused a mutation and changed nothing. `problems` has at least one entry.

    `is_after_lost_response`: the same mutation was sent before, its response was lost, and it may have had an effect.
    """

    def __init__(self, problems: tuple[MutationProblem, ...]) -> None:
        self.problems = problems
        self.is_after_lost_response = False
        super().__init__(", ".join(f"{problem.field or '-'} {problem.code}" for problem in problems))

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of all problems."""
        return frozenset(problem.code for problem in self.problems)

    @property
    def is_code_unknown(self) -> bool:
        """Whether Saleor knows no voucher and no gift card of this code."""
        return self.codes == {"INVALID"} and all(problem.field == "promoCode" for problem in self.problems)

    @property
    def is_checkout_gone(self) -> bool:
        """Whether Saleor no longer knows the checkout: it expired, was deleted, or is already an order."""
        return any(problem.code == "NOT_FOUND" and problem.field in ("id", "checkout") for problem in self.problems)
