"""`manage.py import_guides [PATH…] [--skip-missing] [--overwrite]`: import guides and glossaries from files."""

import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from wagtail.coreutils import get_content_languages

from education.content_io.file_format import FileFormatError
from education.content_io.file_reader import (
    glossary_files,
    guide_files,
    is_glossary,
    read_glossary_file,
    read_guide_file,
)
from education.content_io.importer import Outcome, import_files
from education.models.publish_checks import UnsafePick


class Command(BaseCommand):
    """Import files. A second run changes nothing; a page whose file changed is published again."""

    requires_system_checks = (Tags.models,)  # the others load every view, which takes longer than the import
    help = "Imports guides and glossaries from Markdown files, by default those in education/content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--skip-missing", action="store_true", help="leave out products that the catalogue does not have"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="replace pages that were changed in the admin since their import"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gc.freeze()  # the modules stay: searching them for garbage would take a tenth of the time
        paths = options["paths"] or _our_files()
        try:
            outcome = import_files(
                [(path, *read_guide_file(path)) for path in paths if not is_glossary(path)],
                [(path, *read_glossary_file(path)) for path in paths if is_glossary(path)],
                skip_missing=options["skip_missing"],
                overwrite=options["overwrite"],
            )
        except (FileFormatError, UnsafePick) as error:
            raise CommandError(str(error)) from error
        self._print(outcome, with_names=options["verbosity"] > 0)

    def _print(self, outcome: Outcome, *, with_names: bool) -> None:
        for result, slugs in (("published", outcome.published), ("unchanged", outcome.unchanged)):
            if with_names:
                self.stdout.writelines(f"{result} {slug}\n" for slug in slugs)
            elif slugs:
                self.stdout.write(f"{len(slugs)} pages {result}")
        for kept in outcome.kept:
            self.stderr.write(f"left as it is: {kept}")
        for pick in outcome.left_out:
            self.stdout.write(f"left out, not in the catalogue: {pick}")


def _our_files() -> list[Path]:
    """Return our own files in the languages that the site is open in, or in the first content language."""
    languages = [code for code, _ in settings.CONTENT_LANGUAGES if code in dict(get_content_languages())]
    languages = languages or [settings.CONTENT_LANGUAGES[0][0]]
    return [*guide_files(*languages), *glossary_files(*languages)]
