"""Process numbers for Prometheus files in one folder (PROMETHEUS_MULTIPROC_DIR), shared by several containers.

prometheus_client names a process's files by its PID: the files grow in number forever, and two containers can have the
same PID. A slot is locked while its process lives; the next process takes it over with its files, so counts continue.
"""

import fcntl
import itertools
import os
from pathlib import Path
from typing import IO


class ProcessSlots:
    """A callable that returns the calling process's slot number, which no other running process has."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._pid = -1
        self._number = -1
        self._held: IO[str] | None = None

    def __call__(self) -> int:
        """Return the slot number; a forked process takes a new one at its first call."""
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
                self._held.close()  # inherited from the parent, which still holds its own
            self._held = held
            return number
        raise AssertionError  # itertools.count() never ends
