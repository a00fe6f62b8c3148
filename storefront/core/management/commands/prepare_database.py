"""`manage.py prepare_database [--write]`: apply all migrations, with a shortcut for a new SQLite database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from storefront.core import packages_schema


class Command(BaseCommand):
    """Apply all migrations. In an empty SQLite database those of installed packages are loaded ready made."""

    requires_system_checks = ()  # `migrate` runs them
    help = "Applies all migrations. In an empty SQLite database the tables of installed packages are loaded ready made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--write",
            action="store_true",
            help="write packages_schema.sql from an empty SQLite database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            if connection.vendor != "sqlite" or connection.introspection.table_names():
                raise CommandError("--write needs an empty SQLite database: DATABASE_URL=sqlite://:memory:")
            packages_schema.write()
            return
        packages_schema.load()
        call_command("migrate", verbosity=options["verbosity"], skip_checks=False)
