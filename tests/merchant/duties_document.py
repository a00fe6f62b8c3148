"""Write the tables of docs/duties.md: `python -m tests.merchant.duties_document`."""

import os
from importlib import import_module

import django


def main() -> None:
    """Write the tables into the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    tables = import_module("tests.merchant.duty_tables")  # which needs Django's models
    before, rest = tables.DOCS.read_text(encoding="utf-8").split(tables.START)
    tables.DOCS.write_text(
        f"{before}{tables.START}{tables.tables()}{tables.END}{rest.split(tables.END)[1]}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
