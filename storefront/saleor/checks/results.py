"""What a check of Saleor finds: one sentence and how much it matters. Shared by all checks, so it imports nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a result matters. The values are CSS classes of the Dashboard pages.

    A WARNING may become a fault or is unusual; an ERROR keeps something from working.
    """

    OK = "ok"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One sentence about the configured Saleor."""

    level: Level
    text: str
