"""What is wrong with a file, by file, line and field, in words that an editor understands."""

from collections.abc import Iterable
from dataclasses import dataclass

FieldPath = tuple[str | int, ...]
"""Where a value is in a file: names of fields, and positions from 0: `("stages", 1, "title")`."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a file. `line` counts from 1, and is 0 where the file as a whole is meant."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        return f"{', '.join(filter(None, (self.file, line, self.field)))}: {self.message}"


class FileFormatError(Exception):
    """Files cannot be imported. The text has one line for each fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(map(str, self.faults)))


def field_label(path: FieldPath) -> str:
    """Return the words for a place in a file: `stages 2, title`."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)
