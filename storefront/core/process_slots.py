"""Numbers for processes that count together in one folder (PROMETHEUS_MULTIPROC_DIR), also from several containers.

Left to itself, prometheus_client names a process's files by its pid: they grow in number for ever, and two containers
have the same pids. A slot is held while its process lives; the next one takes it over with its files: counts go on.
"""

import fcntl
import itertools
import os
from pathlib import Path
from typing import IO


class ProcessSlots:
    """Answers, when called, the number of the calling process: no other running one has it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._pid = -1
        self._number = -1
        self._held: IO[str] | None = None

    def __call__(self) -> int:
        """The number; a fork takes one of its own when it first asks."""
        if self._pid != os.getpid():
            self._number, self._pid = self._take(), os.getpid()
        return self._number

    def _take(self) -> int:
        for number in itertools.count():
            try:
                held = (self._folder / f"slot-{number}").open("w")
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                continue
            if self._held:
                self._held.close()  # a parent's, which still holds it
            self._held = held
            return number
        raise AssertionError  # there are numbers enough
