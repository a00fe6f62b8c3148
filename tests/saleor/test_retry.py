"""Mutations whose response is lost: re-read, and retry only if they had no effect."""

from collections.abc import Callable

import pytest

from storefront.saleor.client.errors import MutationError, MutationProblem, ResponseLost, Unavailable
from storefront.saleor.client.retry import retry_if_lost

REFUSED = MutationError((MutationProblem(field=None, code="INVALID", message=""),))


def mutation(*outcomes: str | Exception) -> Callable[[], str]:
    """Return a mutation that has these outcomes, one for each call."""
    left = list(outcomes)

    def mutate() -> str:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return mutate


def test_a_response_that_arrives_is_returned() -> None:
    assert retry_if_lost(mutation("done")) == "done"


def test_a_lost_response_is_retried_once() -> None:
    assert retry_if_lost(mutation(ResponseLost(), "done")) == "done"


def test_a_mutation_that_had_an_effect_is_not_repeated() -> None:
    assert retry_if_lost(mutation(ResponseLost()), find_result=lambda: "found") == "found"


def test_a_mutation_without_an_effect_is_repeated() -> None:
    assert retry_if_lost(mutation(ResponseLost(), "done"), find_result=lambda: None) == "done"


@pytest.mark.parametrize("second", [ResponseLost(), Unavailable()])
def test_a_second_failure_leaves_the_response_lost(second: Exception) -> None:
    with pytest.raises(ResponseLost):
        retry_if_lost(mutation(ResponseLost(), second))


def test_a_failure_to_read_again_leaves_the_response_lost() -> None:
    def unavailable() -> str:
        raise Unavailable

    with pytest.raises(ResponseLost):
        retry_if_lost(mutation(ResponseLost()), find_result=unavailable)


def test_a_refusal_says_whether_a_response_was_lost_before() -> None:
    with pytest.raises(MutationError) as first:
        retry_if_lost(mutation(REFUSED))
    assert not first.value.is_after_lost_response

    with pytest.raises(MutationError) as second:
        retry_if_lost(mutation(ResponseLost(), REFUSED))
    assert second.value.is_after_lost_response
