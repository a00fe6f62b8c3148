"""Run `on_commit` callbacks in tests, which never commit their own transaction.

The end of the outermost transaction of the code under test counts as a commit: tasks are enqueued as in the shop.
Exceptions of callbacks are raised, also those of robust ones.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic


def _only_the_tests_own(wrapper: BaseDatabaseWrapper) -> bool:
    return wrapper.in_atomic_block and all(getattr(block, "_from_testcase", False) for block in wrapper.atomic_blocks)


@contextmanager
def run_on_commit() -> Iterator[None]:
    """Run `on_commit` callbacks inside the test's own transaction."""
    leave, wait = Atomic.__exit__, BaseDatabaseWrapper.on_commit

    def leaving(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        if error[0] is None and _only_the_tests_own(connection) and not connection.needs_rollback:
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for entry in waiting:
                entry[1]()

    def waiting(self: BaseDatabaseWrapper, run: Callable[[], Any], robust: bool = False) -> None:
        if _only_the_tests_own(self):
            run()
        else:
            wait(self, run, robust)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Atomic, "__exit__", leaving)
        patch.setattr(BaseDatabaseWrapper, "on_commit", waiting)
        yield
