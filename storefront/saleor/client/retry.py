"""The one rule for mutations whose response is lost."""

from collections.abc import Callable
from typing import TypeVar

from storefront.saleor.client import errors

T = TypeVar("T")


def retry_if_lost(mutate: Callable[[], T], *, find_result: Callable[[], T | None] | None = None) -> T:
    """Run a mutation. If its response is lost, re-read and run it once more only if it had no effect.

    `find_result` re-reads: it returns what the mutation would have answered, or None if it had no effect. Leave it out
    only for mutations that have the same effect when they run twice.

    Raises ResponseLost if re-reading or the second try fails, since the first one may have had an effect.
    Raises MutationError with `is_after_lost_response` set if the second try is refused.
    """
    try:
        return mutate()
    except errors.ResponseLost as lost:
        try:
            found = find_result() if find_result else None
            return found if found is not None else mutate()
        except errors.Unavailable:
            raise lost from None
        except errors.MutationError as refused:
            refused.is_after_lost_response = True
            raise
