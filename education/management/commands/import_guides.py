"""`manage.py import_guides [PATH…] [--skip-missing]`: guides and glossary from manuscripts, published by Wagtail."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.coreutils import get_content_languages

from education.importing import Outcome, import_manuscripts
from education.importing_glossary import import_glossary
from education.manuscripts import (
    ManuscriptError,
    glossary_files,
    guide_files,
    is_glossary,
    read_glossary,
    read_manuscript,
)
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
        languages = [code for code, _ in settings.CONTENT_LANGUAGES if code in dict(get_content_languages())]
        languages = languages or [settings.CONTENT_LANGUAGES[0][0]]
        paths = options["paths"] or [*guide_files(*languages), *glossary_files(*languages)]
        try:
            with transaction.atomic():
                outcomes = list(_import(paths, skip_missing=options["skip_missing"]))
        except (ManuscriptError, UnsafePick) as error:
            raise CommandError(str(error)) from error
        for outcome in outcomes:
            for slug in outcome.published:
                self.stdout.write(f"published {slug}")
            for slug in outcome.unchanged:
                self.stdout.write(f"unchanged {slug}")
            for pick in outcome.left_out:
                self.stdout.write(f"left out, not in the catalogue: {pick}")


def _import(paths: Sequence[Path], *, skip_missing: bool) -> Iterator[Outcome]:
    """Guides first, because the glossary's terms name them."""
    guides = [(path.name, *read_manuscript(path)) for path in paths if not is_glossary(path)]
    yield import_manuscripts(guides, skip_missing=skip_missing)
    for path in paths:
        if is_glossary(path):
            yield import_glossary(path.name, *read_glossary(path))
