"""A shop on a real Saleor has no sandbox and no demo: no app, no table, no command, no URL."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[2]
REPORT = """
import json, sys
import django
django.setup()
from django.apps import apps
from django.core.management import get_commands
from django.urls import Resolver404, get_resolver, resolve

def is_served(path):
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

get_resolver().url_patterns
print(json.dumps({
    "apps": [app.name for app in apps.get_app_configs()],
    "tables": [model._meta.db_table for model in apps.get_models(include_auto_created=True)],
    "commands": sorted(get_commands()),
    "picture": is_served("/sandbox/media/small-plug-24-mm/0.svg"),
    "modules": [name for name in sys.modules if name.startswith(("storefront.sandbox", "storefront.demo"))],
}))
"""


def run(*arguments: str, saleor: str, folder: Path) -> str:
    """Return the output of Python with these arguments, with SALEOR_API_URL set to `saleor`."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "SALEOR_API_URL": saleor,
        "VAR_DIR": str(folder),
    }
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=600
    ).stdout


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a process with this SALEOR_API_URL has loaded: `reported(saleor_api_url)`."""

    @cache
    def report(saleor: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(run("-c", REPORT, saleor=saleor, folder=tmp_path_factory.mktemp("shop")))
        return answer

    return report


SALEOR = "https://saleor.example/graphql/"


def test_with_a_saleor_neither_is_installed_or_even_loaded(reported: Any) -> None:
    shop = reported(SALEOR)

    assert "storefront.saleor" in shop["apps"]
    assert not {"storefront.sandbox", "storefront.demo"} & set(shop["apps"])
    assert shop["modules"] == []


def test_with_a_saleor_there_are_no_sandbox_tables_commands_or_urls(reported: Any) -> None:
    shop = reported(SALEOR)

    assert "saleor_appinstallation" in shop["tables"]
    assert [table for table in shop["tables"] if table.startswith(("sandbox_", "demo_"))] == []
    assert "sync_catalog" in shop["commands"]
    assert [command for command in shop["commands"] if command.startswith("seed")] == []
    assert not shop["picture"]


def test_without_a_saleor_the_sandbox_serves(reported: Any) -> None:
    shop = reported("")

    assert "storefront.sandbox" in shop["apps"]
    assert "sandbox_checkout" in shop["tables"]
    assert "seed_sandbox" in shop["commands"]
    assert shop["picture"]
    assert resolve("/sandbox/media/small-plug-24-mm/0.svg").view_name == "sandbox:media"


def test_the_demo_shop_can_still_be_brought_into_a_saleor(tmp_path: Path) -> None:
    offered = run("-m", "storefront.demo.seed_saleor", "--help", saleor=SALEOR, folder=tmp_path)

    assert "Fill the configured Saleor with the demo shop" in offered


def test_the_suites_for_a_real_saleor_can_be_collected(tmp_path: Path) -> None:
    collected = run(
        "-m", "pytest", "--collect-only", "-q", "tests/contract", "tests/live", saleor=SALEOR, folder=tmp_path
    )

    assert "tests/contract/test_cart.py" in collected
    assert "tests/live/test_seeding.py" in collected
