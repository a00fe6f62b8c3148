"""What a check of Saleor finds: one sentence and how much it matters. Shared by all checks, so it imports nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a result matters. The values are CSS classes of the Dashboard pages.

    FINE is good, FACT is neutral, LOOK may become a fault or is unusual, WRONG keeps something from working.
    """

    FINE = "fine"
    FACT = "fact"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One sentence about the configured Saleor."""

    level: Level
    text: str
