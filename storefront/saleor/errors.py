"""What can go wrong at Saleor's door: one tree, so that a caller names just what it can mend."""

from dataclasses import dataclass


class SaleorError(Exception):
    """Anything that kept Saleor from giving the answer asked for."""


class Unavailable(SaleorError):
    """Saleor could not be reached, was too slow, answered 5xx, or answered with something unreadable."""


class ResponseLost(Unavailable):
    """A command was sent and no readable answer came back: it may have happened. Re-read before asking again."""


class NotAllowed(SaleorError):
    """Saleor refuses this caller: a permission is missing, or anonymous traffic is shut out."""


class TokenExpired(SaleorError):
    """The access token is no longer accepted; every operation fails with it, public ones too."""


class BadRequest(SaleorError):
    """Saleor could not understand the request (HTTP 400 or a top-level error): a bad id or country, our mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationProblem:
    """One reason for a refusal, in Saleor's words.

    `field` is the input it belongs to (camelCase, or None), `code` Saleor's enum value, `message` its English text
    (hostile until escaped); `variants` and `lines` name the ids concerned, `address_type` SHIPPING or BILLING.
    """

    field: str | None
    code: str
    message: str
    variants: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    address_type: str | None = None


class MutationError(SaleorError):
    """Saleor understood a command and said no; nothing has changed. `problems` holds at least one reason."""

    def __init__(self, problems: tuple[MutationProblem, ...]) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{problem.field or '-'} {problem.code}" for problem in problems))

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all problems, for a quick look."""
        return frozenset(problem.code for problem in self.problems)

    @property
    def is_checkout_gone(self) -> bool:
        """Whether Saleor no longer knows the checkout: it expired, was deleted, or is already an order."""
        return any(problem.code == "NOT_FOUND" and problem.field in ("id", "checkout") for problem in self.problems)
