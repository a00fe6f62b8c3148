"""The docs keep up with the code: every environment setting, every command and every decision is written down."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "storefront" / "settings.py").read_text()
SETTINGS_DOC = (ROOT / "docs" / "settings.md").read_text()
README = (ROOT / "README.md").read_text()


def test_every_environment_setting_is_documented_and_every_documented_one_exists() -> None:
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", SETTINGS))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS_DOC, re.M))
    assert read == told


def test_every_command_is_in_the_readme() -> None:
    commands = {
        path.stem
        for room in ("storefront", "education")
        for path in (ROOT / room).rglob("management/commands/*.py")
        if path.stem != "__init__"
    }
    missing = {command for command in commands if f"`{command}" not in README and f"manage.py {command}" not in README}
    assert not missing


def test_every_test_that_the_readme_names_exists() -> None:
    for path, name in re.findall(r"\]\((tests/[\w/]+\.py)(?:#(\w+))?\)", README):
        text = (ROOT / path).read_text()
        assert not name or f"def {name}(" in text, (path, name)


def test_decisions_are_numbered_and_say_context_choice_and_consequence() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text()
        assert all(f"**{word}.**" in text for word in ("Context", "Choice", "Consequence")), page.name


def test_every_metric_is_told_of_in_running_and_every_one_told_of_exists() -> None:
    sources = [
        *ROOT.glob("storefront/**/gauges.py"),
        *ROOT.glob("storefront/**/metrics*.py"),
        *ROOT.glob("storefront/saleor/health.py"),
    ]
    counted = "".join(path.read_text() for path in sources)
    told = (ROOT / "docs" / "running.md").read_text()
    exist = set(re.findall(r'"(gradual_\w+)"', counted))
    named = {name.removesuffix("_total") for name in re.findall(r"gradual_\w+", told)}
    assert named == exist


def test_every_service_of_the_stack_is_told_of_in_running() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    told = (ROOT / "docs" / "running.md").read_text()
    assert not {service for service in services if f"`{service}`" not in told}
