"""The docs match the code: settings, commands, metrics, services, links, promises and decisions."""

import re
from pathlib import Path

import pytest
import yaml

from tests.asserting import non_empty

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "storefront" / "settings.py").read_text()
SETTINGS_DOC = (ROOT / "docs" / "settings.md").read_text()
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


def test_every_environment_setting_is_documented_and_every_documented_one_exists() -> None:
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", SETTINGS))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS_DOC, re.M))
    assert read == documented


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    commands = {
        path.stem
        for room in ("storefront", "education")
        for path in (ROOT / room).rglob("management/commands/*.py")
        if path.stem != "__init__"
    }
    assert commands == set(re.findall(r"^\| `(\w+)` \|", COMMANDS, re.M))


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_docs_code_and_tests_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        address, _, anchor = target.partition("#")
        if "://" in target or not address:
            continue
        found = (document.parent / address).resolve()
        assert found.exists(), target
        if found.suffix == ".py" and anchor:
            assert f"def {anchor}(" in found.read_text(), target


def test_every_file_that_code_and_templates_name_exists() -> None:
    """A path is named from the root, or without the folder of the code, as in `checkout/steps.py`."""
    bases = [ROOT / folder for folder in (".", "storefront", "education", "templates")]
    sources = [path for room in ("storefront", "education", "tests") for path in (ROOT / room).rglob("*.py")]
    sources += [*(ROOT / "templates").rglob("*.html"), *(ROOT / "storefront/static/js").glob("*.js")]
    named = re.compile(
        r"(?<![\w./-])((?:storefront|education|templates|tests|docs)/[\w./-]+\.(?:py|md|html|toml|graphql|js))\b"
    )
    missing = {
        (path.name, name)
        for path in non_empty(sources)
        for name in named.findall(path.read_text())
        if not any((base / name).exists() for base in bases)
    }
    assert missing == set()


def test_every_promise_names_its_test() -> None:
    promises = re.findall(r"^- (.+(?:\n  .+)*)", (ROOT / "docs" / "promises.md").read_text(), re.M)
    assert len(promises) > 15
    assert not [text for text in promises if "](../tests/" not in text]


def test_the_readme_takes_three_minutes() -> None:
    assert len((ROOT / "README.md").read_text().split()) <= 700


def test_decisions_are_numbered_and_say_context_choice_and_consequence() -> None:
    pages = non_empty(sorted((ROOT / "docs" / "decisions").glob("*.md")))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text()
        assert all(f"**{word}.**" in text for word in ("Context", "Choice", "Consequence")), page.name
        assert re.search(r"^Status: \w+$\nDate: \d{4}-\d\d-\d\d$", text, re.M), page.name
        assert len(text.split()) <= 300, page.name


def test_every_metric_is_documented_and_every_documented_one_exists() -> None:
    sources = [
        *ROOT.glob("storefront/**/gauges.py"),
        *ROOT.glob("storefront/**/metrics*.py"),
        *ROOT.glob("storefront/saleor/checks/health.py"),
    ]
    counted = "".join(path.read_text() for path in sources)
    text = (ROOT / "docs" / "running.md").read_text()
    exist = set(re.findall(r'"(gradual_\w+)"', counted))
    named = {name.removesuffix("_total") for name in re.findall(r"gradual_\w+", text)}
    assert named == exist


def test_every_service_of_the_stack_is_documented() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    text = (ROOT / "docs" / "running.md").read_text()
    assert not {service for service in services if f"`{service}`" not in text}
