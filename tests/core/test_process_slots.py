"""Processes that share counts: each has a slot, and a new process takes over a dead one's slot and counts."""

import os
import subprocess
import sys
from pathlib import Path

from storefront.core.coordination.process_slots import ProcessSlots

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
from storefront.core import metrics
metrics.EMAILS.labels("order_placed", "sent").inc()
"""
READ = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def run(code: str, folder: Path) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603
    return done.stdout.decode()


def test_no_two_living_processes_have_the_same_slot(tmp_path: Path) -> None:
    mine = ProcessSlots(tmp_path)
    assert (mine(), mine()) == (0, 0)
    assert ProcessSlots(tmp_path)() == 1


def test_a_fork_takes_its_own_slot_and_keeps_its_parents(tmp_path: Path) -> None:
    slots = ProcessSlots(tmp_path)
    slots()
    child = os.fork()
    if child == 0:
        os._exit(slots())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert ProcessSlots(tmp_path)() == 1
    assert slots() == 0


def test_counts_of_processes_that_are_gone_go_on_in_the_same_files(tmp_path: Path) -> None:
    for _ in range(3):
        run(COUNT, tmp_path)
    assert 'gradual_emails_total{kind="order_placed",outcome="sent"} 3.0' in run(READ, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("counter_*.db")) == ["counter_0.db"]
