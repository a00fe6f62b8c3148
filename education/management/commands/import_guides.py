"""`manage.py import_guides [PATH…] [--skip-missing]`: guides from their manuscripts, published through Wagtail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from education.importing import import_manuscripts
from education.manuscripts import ManuscriptError, guide_files, read_manuscript
from education.publishing import UnsafePick


class Command(BaseCommand):
    """Import guides. Run twice it changes nothing; a guide whose manuscript changed is published anew."""

    help = "Imports guides from Markdown manuscripts, by default those in education/content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether unknown products are left out."""
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--skip-missing", action="store_true", help="leave out products that the catalogue does not have"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done."""
        paths = options["paths"] or guide_files(*dict(settings.CONTENT_LANGUAGES))
        try:
            manuscripts = [(path.name, *read_manuscript(path)) for path in paths]
            outcome = import_manuscripts(manuscripts, skip_missing=options["skip_missing"])
        except (ManuscriptError, UnsafePick) as error:
            raise CommandError(str(error)) from error
        for slug in outcome.published:
            self.stdout.write(f"published {slug}")
        for slug in outcome.unchanged:
            self.stdout.write(f"unchanged {slug}")
        for pick in outcome.left_out:
            self.stdout.write(f"left out, not in the catalogue: {pick}")
