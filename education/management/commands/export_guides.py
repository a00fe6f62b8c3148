"""`manage.py export_guides FOLDER [SLUG…]`: what is live, as manuscripts that `import_guides` reads back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from education.content_io.exporter import file_text, glossary_file, guide_file, images_of
from education.models import GlossaryIndexPage, GuidePage
from storefront.core.typed_text import clean_code


class Command(BaseCommand):
    """Write live pages and their images as files; existing files are replaced."""

    help = "Writes live guides and glossaries as Markdown manuscripts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and which."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "slugs", nargs="*", type=clean_code, metavar="SLUG", help="guides by slug, or `glossary`; all by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say what was written."""
        folder, slugs = options["folder"], options["slugs"]
        folder.mkdir(parents=True, exist_ok=True)
        guides = GuidePage.objects.live().select_related("locale")
        glossaries = GlossaryIndexPage.objects.live().select_related("locale")
        files = {f"{page.slug}.{page.locale.language_code}.md": page for page in guides}
        files |= {f"glossary.{page.locale.language_code}.md": page for page in glossaries}
        wanted = {name: page for name, page in files.items() if not slugs or name.split(".")[0] in slugs}
        if missing := set(slugs) - {name.split(".")[0] for name in wanted}:
            raise CommandError(f"There is no live guide called {', '.join(sorted(missing))}.")
        for name, page in sorted(wanted.items()):
            manuscript = guide_file(page) if isinstance(page, GuidePage) else glossary_file(page)
            for image in images_of(page) if isinstance(page, GuidePage) else ():
                (folder / "images").mkdir(exist_ok=True)
                with image.open_file() as file:
                    (folder / "images" / image.filename).write_bytes(file.read())
            (folder / name).write_text(file_text(manuscript), encoding="utf-8")
            self.stdout.write(f"wrote {name}")
