"""`manage.py import_guides [PATH…] [--skip-missing] [--overwrite] [--restore] [--allow-removals]`."""

import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from education.content_io.files.faults import FileFormatError
from education.content_io.files.file_reader import files_in, own_files, read_documents
from education.content_io.importer import ImportOptions, Outcome, import_files


class Command(BaseCommand):
    """Import files. A second run changes nothing; a page whose file changed is published again."""

    requires_system_checks = (Tags.models,)  # the others load every view, which takes longer than the import
    help = (
        "Imports guides, glossaries and site texts from files, by default those in education/content. If one file has a"
        " fault, every fault is named and nothing is imported. Pages that were changed or deleted in the admin stay as"
        " they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files, or folders as export_guides writes them"
        )
        parser.add_argument(
            "--skip-missing", action="store_true", help="leave out products that the catalogue does not have"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="replace pages that were changed in the admin since their import"
        )
        parser.add_argument("--restore", action="store_true", help="make pages again that were deleted in the admin")
        parser.add_argument(
            "--allow-removals",
            action="store_true",
            help="let a live page lose all of its sections, stages, stop signs, care cards or sources",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gc.freeze()  # the modules stay: searching them for garbage would take a tenth of the time
        names = ("skip_missing", "overwrite", "restore", "allow_removals")
        paths = files_in(options["paths"]) if options["paths"] else own_files()
        if not paths:
            raise CommandError("There is no file to import.")
        chosen = ImportOptions(**{name: options[name] for name in names})
        try:
            outcome = import_files(read_documents(paths), chosen)
        except FileFormatError as error:
            raise CommandError(f"Nothing was imported.\n{error}" if len(error.faults) > 1 else str(error)) from error
        self._print(outcome, with_names=options["verbosity"] > 0)

    def _print(self, outcome: Outcome, *, with_names: bool) -> None:
        for result, names in (("published", outcome.published), ("unchanged", outcome.unchanged)):
            if with_names:
                self.stdout.writelines(f"{result} {name}\n" for name in names)
            elif names:
                self.stdout.write(f"{len(names)} pages {result}")
        for kept in outcome.kept:
            self.stderr.write(f"left as it is: {kept}")
        for left_out in outcome.left_out:
            self.stdout.write(f"left out: {left_out}")
