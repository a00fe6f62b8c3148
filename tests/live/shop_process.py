"""A complete shop in separate processes: web server, worker, beat, database and Redis."""

import email
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path

import httpx2
from django.conf import settings

from tests.live_support import LISTEN_ON
from tests.services import redis_url

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds; twice the interval of beat
DASHBOARD = "http://127.0.0.1:9000"
MARKET = "en-us=default-channel/USD/US/United States"
# With the demo shop's markets, two of them in one channel.
MARKETS = f"{MARKET}, en-gb=uk/GBP/GB/United Kingdom, en-ie=eu/EUR/IE/Ireland, de-de=eu/EUR/DE/Deutschland"


class Shop:
    """A shop that can be started, stopped and killed."""

    def __init__(self, folder: Path, redis: str, *, markets: str) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind((LISTEN_ON, 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://{LISTEN_ON}:{self.port}"
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "storefront.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'shop.sqlite3'}",
            "REDIS_URL": redis,
            "SALEOR_API_URL": settings.SALEOR_API_URL,
            "PUBLIC_URL": self.url,
            "MARKETS": markets,
            "DEBUG": "1",
            "ALLOWED_HOSTS": LISTEN_ON,
            "LOG_LEVEL": "WARNING",
            "SALEOR_DASHBOARD_ORIGINS": DASHBOARD,
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._client = httpx2.Client(base_url=self.url, trust_env=False, timeout=PATIENCE)

    def manage(self, *command: str) -> str:
        """Run a management command and return its output."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def start(self) -> None:
        """Start web server, worker and beat, and wait until pages are served."""
        celery = [sys.executable, "-m", "celery", "-A", "storefront"]
        granian = [sys.executable, "-m", "granian", "storefront.wsgi:application", "--interface", "wsgi"]
        served = ["--host", LISTEN_ON, "--port", str(self.port), "--http", "1", "--blocking-threads", "4"]
        schedule = ["--schedule", str(self._folder / "beat"), "--pidfile="]
        self._begin("web", [*granian, *served, "--log-level", "warning"])
        self.start_worker()
        self._begin("beat", [*celery, "beat", "-l", "WARNING", *schedule])
        assert seconds_until(self._answers, within=60) is not None

    def stop(self) -> None:
        """Kill all processes, as an outage would."""
        for process in self._processes.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def query_value(self, question: str, *values: object) -> object:
        """Return the first column of the first row of a query on the shop's database."""
        with closing(sqlite3.connect(f"file:{self._folder / 'shop.sqlite3'}?mode=ro", uri=True, timeout=20)) as base:
            found = base.execute(question, values).fetchone()
        return found[0] if found else None

    def execute_sql(self, statement: str, *values: object) -> None:
        """Change the shop's database directly."""
        with closing(sqlite3.connect(self._folder / "shop.sqlite3", timeout=20)) as base, base:
            base.execute(statement, values)

    def page(self, path: str) -> str:
        """Return a page's HTML, empty for an error."""
        answer = self._client.get(path)
        return answer.text if answer.status_code == 200 else ""

    def post_form(self, path: str, **form: str) -> httpx2.Response:
        """Post a form and return the response."""
        return self._client.post(path, data=form)

    def emails(self, to: str) -> list[EmailMessage]:
        """Return the emails that the shop has sent to an address, the oldest first."""
        texts = [path.read_bytes() for path in sorted((self._folder / "mail").glob("*.log"), key=_age)]
        found = [email.message_from_bytes(text, policy=policy.default) for text in texts]
        return [message for message in found if isinstance(message, EmailMessage) and message["To"] == to]

    def kill_worker(self) -> None:
        """Kill the worker in the middle of its work."""
        process = self._processes.pop("worker")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_worker(self) -> None:
        """Start a worker."""
        celery = [sys.executable, "-m", "celery", "-A", "storefront"]
        self._begin("worker", [*celery, "worker", "-c", "2", "-l", "WARNING"])

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        """Post a body and return the status code."""
        return self._client.post(path, content=body, headers=headers).status_code

    def _begin(self, name: str, command: list[str]) -> None:
        self._processes[name] = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=self._environment, start_new_session=True
        )

    def _answers(self) -> bool:
        try:
            return self._client.get("/healthz").status_code == 200
        except httpx2.HTTPError:
            return False


def _age(path: Path) -> float:
    return path.stat().st_mtime


@contextmanager
def running_shop(folder: Path, *, markets: str = MARKET) -> Iterator[Shop]:
    """Run a shop with the real Saleor's catalogue; it is stopped at the end."""
    with redis_url() as redis:
        shop = Shop(folder, redis, markets=markets)
        shop.manage("migrate", "-v", "0")
        shop.manage("sync_catalog", "-v", "0")
        shop.manage("shell", "-v", "0", "-c", "from tests.confirmed_duties import confirm_every_duty as go; go()")
        shop.start()
        try:
            yield shop
        finally:
            shop.stop()


def seconds_until(is_true: Callable[[], object], *, within: float) -> float | None:
    """Return after how many seconds a condition became true, checked every 50 ms; None when it did not."""
    started = time.monotonic()
    while time.monotonic() - started < within:
        if is_true():
            return time.monotonic() - started
        time.sleep(0.05)
    return None


def wait_for(change: str, has_arrived: Callable[[], object], *, within: float = PATIENCE) -> float:
    """Return after how many seconds a change has arrived; fail when it has not."""
    took = seconds_until(has_arrived, within=within)
    assert took is not None, f"{change} did not arrive"
    return took
