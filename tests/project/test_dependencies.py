"""Production dependencies: each has a row with a reason, and none is under the GPL."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = sorted(
    {
        name
        for lock in ("base.lock", "image.lock")
        for name in re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / lock).read_text(), re.M)
    }
)


def test_every_production_dependency_has_a_row_and_every_row_a_dependency() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[a-z0-9-]+", line)[0] for line in declared}  # type: ignore[index]
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs" / "dependencies.md").read_text(), re.M
    )

    assert names == {name for name, _, _ in rows}
    assert all(licence.strip() and reason.strip() for _, licence, reason in rows)


def test_no_production_package_is_gpl_only() -> None:
    licences = dict(_licences())

    assert len(licences) > 50
    assert not {name: choices for name, choices in licences.items() if choices and all(map(_is_gpl, choices))}


def _licences() -> Iterator[tuple[str, list[str]]]:
    """Each pinned package that this platform installs, with the licences that it may be used under."""
    for name in PINNED:
        try:
            found = metadata(name)
        except PackageNotFoundError:  # for another platform or Python version
            continue
        classifiers = [text for text in found.get_all("Classifier") or [] if text.startswith("License ::")]
        (expression,), (text,) = (found.get_all(name) or [""] for name in ("License-Expression", "License"))
        licence = expression or "; ".join(classifiers) or text[:100]
        yield name, [part for part in re.split(r" OR |; ", licence) if part]


def _is_gpl(licence: str) -> bool:
    return bool(re.search(r"(?<!L)GPL|GNU General Public", licence)) and "Lesser" not in licence
