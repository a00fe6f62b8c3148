"""Templates can be read in a diff."""

from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LONGEST_LINE = 120  # characters, as djlint's max_line_length


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_line_of_a_template_is_too_long(path: Path) -> None:
    too_long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > LONGEST_LINE]

    assert too_long == []
