"""The how-tos name at most three places, and every path, setting, module and symbol that they name exists."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "storefront" / "settings.py").read_text()
HOWTOS = sorted((ROOT / "docs" / "howto").glob("*.md"))
MAX_PLACES = 3
MAX_WORDS = 360
ROOMS = ("storefront", "education", "templates", "tests", "docs")

each_howto = pytest.mark.parametrize("page", HOWTOS, ids=lambda page: page.stem)


def places(page: Path) -> list[str]:
    """The items of the list below "What you touch"."""
    section = page.read_text().split("## What you touch\n")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. (.+)$", section, re.M)


def new_paths(page: Path) -> tuple[str, ...]:
    """The paths that the reader creates."""
    named = (found[1] for place in places(page) if (found := re.match(r"`([^`]+)` \(new\)", place)))
    return (*named, *re.findall(r"^ *cp \S+ (\S+)$", page.read_text(), re.M))


def python_blocks(page: Path) -> list[str]:
    blocks = re.findall(r"^( *)```python\n(.*?)^ *```$", page.read_text(), re.M | re.S)
    return [re.sub(rf"^{indent}", "", code, flags=re.M) for indent, code in blocks]


@each_howto
def test_a_howto_begins_with_the_task_and_is_short(page: Path) -> None:
    lines = page.read_text().splitlines()
    assert re.match(r"# Add an? ", lines[0])
    assert lines[2]
    assert len(page.read_text().split()) <= MAX_WORDS


@each_howto
def test_a_howto_touches_at_most_three_places_that_exist(page: Path) -> None:
    assert 1 <= len(places(page)) <= MAX_PLACES
    for place in places(page):
        named = re.match(r"`([^`]+)`", place)
        assert named, place
        if named[1] in new_paths(page):
            assert (ROOT / named[1]).parent.is_dir(), place
        elif named[1].isupper():
            assert re.search(rf"^{named[1]} = ", SETTINGS, re.M), place
        else:
            assert (ROOT / named[1]).exists(), place


@each_howto
def test_every_path_that_a_howto_names_exists(page: Path) -> None:
    new = new_paths(page)
    paths = re.findall(rf"\b((?:{'|'.join(ROOMS)})/[\w./-]*\w/?)", page.read_text())
    missing = {path for path in paths if not (ROOT / path).exists()}
    assert {path for path in missing if not path.startswith(new or "\0")} == set()


@each_howto
def test_every_module_and_symbol_that_a_howto_imports_exists(page: Path) -> None:
    new = {path.removesuffix(".py").replace("/", ".") for path in new_paths(page)}
    for code in python_blocks(page):
        imports = [node for node in ast.walk(ast.parse(_whole(code))) if isinstance(node, ast.ImportFrom)]
        for node in imports:
            if node.module and node.module.startswith(("storefront", "education")) and node.module not in new:
                module = import_module(node.module)
                assert not [name.name for name in node.names if not _offers(module, name.name)], node.module


def _whole(code: str) -> str:
    """Code that may be an indented part of a class."""
    return f"class Part:\n{code}" if code.startswith(" ") else code


def _offers(module: object, name: str) -> bool:
    if hasattr(module, name):
        return True
    return hasattr(import_module(f"{module.__name__}.{name}"), "__name__")  # type: ignore[attr-defined]
