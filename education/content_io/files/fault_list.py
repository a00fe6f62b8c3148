"""Collects the faults of several files."""

from collections.abc import Iterable
from typing import Any

from education.content_io.files.faults import Fault, FieldPath
from education.content_io.files.file_reader import Document


class FaultList:
    """The faults of all files so far."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.found = list(faults)

    def add(self, document: Document[Any], path: FieldPath, message: str, *, unless_known: bool = False) -> None:
        """Add a fault. With `unless_known`, it is left out where a fault of this place, or of one in it, is known."""
        fault = document.fault(path, message)
        if not (unless_known and any(_is_in(known, fault) for known in self.found)):
            self.found.append(fault)


def _is_in(known: Fault, fault: Fault) -> bool:
    is_below = known.field == fault.field or known.field.startswith((f"{fault.field}, ", f"{fault.field} "))
    return known.file == fault.file and is_below
