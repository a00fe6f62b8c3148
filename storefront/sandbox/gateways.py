"""The test payment gateway, which decides by what the shopper's side names: no money moves anywhere.

It answers as the shop's own payment app does when it serves the same test payments to a real Saleor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TEST_GATEWAY: Final = "gradual.test-payments"
WAITS = "The test payment waits for the shopper."


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAnswer:
    """What a gateway says: the event type without its CHARGE_, a message, and its own name for the payment.

    `data` is its word to the shopper's side.
    """

    ending: str
    message: str = ""
    reference: str
    data: object = None


def begin(data: object, *, reference: str) -> GatewayAnswer:
    """The first step, by `data["outcome"]`; nothing named means success, something unknown is declined."""
    outcome = data.get("outcome", "success") if isinstance(data, Mapping) else "success"
    answer = _OUTCOMES.get(outcome) if isinstance(outcome, str) else None
    if answer is None:
        return GatewayAnswer(ending="FAILURE", message="Unknown test outcome.", reference=f"test-unknown-{reference}")
    ending, message = answer
    # An app that fails names nothing, so that Saleor has no reference to keep.
    name = "" if outcome == "error" else f"test-{outcome}-{reference}"
    return GatewayAnswer(ending=ending, message=message, reference=name, data=_WORDS.get(ending))


def go_on(data: object, *, reference: str) -> GatewayAnswer:
    """The step after the shopper confirmed (`data["confirmed"]`) or did not."""
    confirmed = data.get("confirmed") if isinstance(data, Mapping) else None
    if confirmed is True:
        return GatewayAnswer(ending="SUCCESS", reference=reference)
    if confirmed is False:
        return GatewayAnswer(ending="FAILURE", message="The test payment was not confirmed.", reference=reference)
    return GatewayAnswer(ending="ACTION_REQUIRED", message=WAITS, reference=reference, data=_WORDS["ACTION_REQUIRED"])


_WORDS: Final[Mapping[str, object]] = {"ACTION_REQUIRED": {"needs": "confirmation"}}
_OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    "success": ("SUCCESS", ""),
    "decline": ("FAILURE", "The test payment was declined."),
    "action-required": ("ACTION_REQUIRED", WAITS),
    "pending": ("REQUEST", "The test payment is under way."),
    "error": ("FAILURE", "Failed to delivery request."),
}
