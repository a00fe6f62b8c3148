"""Create the database and fill it, as `make demo` does: five commands in one process, which starts only once."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main() -> None:
    """Run the commands and say what each of them does."""
    if connection.vendor == "sqlite":
        print("Creating the database (about 5 s the first time) ...")
        call_command("prepare_database", verbosity=0)
    else:
        print("Creating the tables, about 400 steps the first time, each of which is named ...")
        call_command("prepare_database", verbosity=1)
    print("Collecting static files (about 10 s the first time) ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    if not settings.SALEOR_API_URL:
        print("Filling the sandbox with the demo shop ...")
        call_command("seed_sandbox")
    print("Reading the catalogue ...")
    call_command("sync_catalog")
    print("Importing guides and glossary ...")
    call_command("import_guides", verbosity=0, skip_missing=bool(settings.SALEOR_API_URL))


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    django.setup()
    main()
