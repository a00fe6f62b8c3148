"""`manage.py import_guides [PATH…] [--skip-missing] [--overwrite]`: guides and glossary from manuscripts."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.coreutils import get_content_languages

from education.content_io.file_format import (
    FileFormatError,
    GlossaryFile,
    glossary_files,
    guide_files,
    is_glossary,
    read_glossary_file,
    read_guide_file,
)
from education.content_io.glossary_importer import draft_terms, import_glossary
from education.content_io.images import image_keys
from education.content_io.importer import Outcome, Read, import_files
from education.models.publish_checks import UnsafePick


class Command(BaseCommand):
    """Import guides. Run twice it changes nothing; a guide whose manuscript changed is published anew."""

    help = "Imports guides from Markdown manuscripts, by default those in education/content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether unknown products are left out."""
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--skip-missing", action="store_true", help="leave out products that the catalogue does not have"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="put the files' words in the place of what was done at the desk"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done."""
        languages = [code for code, _ in settings.CONTENT_LANGUAGES if code in dict(get_content_languages())]
        languages = languages or [settings.CONTENT_LANGUAGES[0][0]]
        paths = options["paths"] or [*guide_files(*languages), *glossary_files(*languages)]
        try:
            read = _read(paths)
            image_keys(read[0])  # before the transaction: their files would outlive it
            with transaction.atomic():
                outcomes = list(_import(*read, skip_missing=options["skip_missing"], overwrite=options["overwrite"]))
        except (FileFormatError, UnsafePick) as error:
            raise CommandError(str(error)) from error
        for outcome in outcomes:
            for slug in outcome.published:
                self.stdout.write(f"published {slug}")
            for slug in outcome.unchanged:
                self.stdout.write(f"unchanged {slug}")
            for kept in outcome.kept:
                self.stderr.write(f"left as it is: {kept}")
            for pick in outcome.left_out:
                self.stdout.write(f"left out, not in the catalogue: {pick}")


def _read(paths: Sequence[Path]) -> tuple[list[Read], list[tuple[str, GlossaryFile, str]]]:
    guides = [(path, *read_guide_file(path)) for path in paths if not is_glossary(path)]
    return guides, [(path.name, *read_glossary_file(path)) for path in paths if is_glossary(path)]


def _import(
    guides: Sequence[Read], glossaries: Sequence[tuple[str, GlossaryFile, str]], *, skip_missing: bool, overwrite: bool
) -> Iterator[Outcome]:
    """Guides first, because the glossary's terms name them; yet a guide may lead to a term."""
    for _, glossary, language in glossaries:
        draft_terms(glossary, language)
    yield import_files(guides, skip_missing=skip_missing, overwrite=overwrite)
    for name, glossary, language in glossaries:
        yield import_glossary(name, glossary, language, overwrite=overwrite)
