"""`manage.py export_guides FOLDER [NAME…]`: write what is live as files that `import_guides` reads."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from education.comments.models import Comment
from education.content_io.exporter import file_text, glossary_file, guide_file, images_of, site_text
from education.content_io.files.faults import FileFormatError
from education.content_io.files.file_format import Part
from education.content_io.images import title_of
from education.content_io.pages.page_keys import PageKeys
from education.feedback.models import HelpfulCount
from education.models import PAGE_TYPES, GlossaryIndexPage, GuidePage, HomePage, Reviewer
from education.search.models import Synonym
from storefront.core.text.typed_text import clean_code

_NOT_IN_FILES = (
    (Reviewer, "reviewers"),
    (Redirect, "redirects"),
    (Synonym, "synonyms"),
    (Comment, "comments"),
    (HelpfulCount, "answers to “Was this helpful?”"),
)


class Command(BaseCommand):
    """Write live pages and their images as files; existing files are replaced."""

    help = (
        "Writes what is live as files: guides with their images, glossaries, and the texts of home pages and lists."
        " import_guides FOLDER reads them again. What files cannot hold is named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and which."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder to write to, which may be new")
        parser.add_argument(
            "slugs",
            nargs="*",
            type=clean_code,
            metavar="NAME",
            help="guides by slug, `glossary`, or `site` for the texts of home pages and lists; everything by default",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say what was written and what was not."""
        folder, names = options["folder"], set(options["slugs"])
        self._lost: list[str] = []
        keys = PageKeys.load()
        written = set()
        for name, file, content, page in self._contents(keys, names):
            written |= name & names
            self._write(folder / file, content)
            if isinstance(page, GuidePage):
                self._write_images(folder / "images", page)
        if missing := names - written:
            raise CommandError(f"There is no live guide called {', '.join(sorted(missing))}.")
        if not names:
            self._name_what_stays()
        for lost in dict.fromkeys(self._lost):
            self.stderr.write(f"not exported: {lost}")

    def _contents(self, keys: PageKeys, names: set[str]) -> Iterator[tuple[set[str], str, Part, Page]]:
        """Yield what each file is called, its path, its content and its page."""
        warn = self._lost.append
        for guide in GuidePage.objects.live().select_related("locale").order_by("slug"):
            language, key = keys.by_page[guide.pk]
            name = key.rpartition("/")[2]
            if not names or {guide.slug, name} & names:
                yield {guide.slug, name}, f"{name}.{language}.md", guide_file(guide, keys, warn), guide
        if not names or "glossary" in names:
            for index in GlossaryIndexPage.objects.live().select_related("locale"):
                file = f"glossary.{index.locale.language_code}.md"
                yield {"glossary"}, file, glossary_file(index, keys, warn), index
        if not names or "site" in names:
            for home in HomePage.objects.live().select_related("locale", "featured"):
                file = f"site/{home.locale.language_code}.md"
                if (text := site_text(home, keys, warn)) is not None:
                    yield {"site"}, file, text, home

    def _write(self, path: Path, content: Part) -> None:
        try:
            text = file_text(content)
        except FileFormatError as error:
            raise CommandError(f"{path.name} cannot be written so that it is read the same again. {error}") from error
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self.stdout.write(f"wrote {path.name}")

    def _write_images(self, folder: Path, page: GuidePage) -> None:
        for image in images_of(page):
            folder.mkdir(parents=True, exist_ok=True)
            if image.title != title_of(image.filename):
                self._lost.append(f"{page.title}: the title “{image.title}” of the image {image.filename}")
            try:
                with image.open_file() as file:
                    (folder / image.filename).write_bytes(file.read())
            except OSError:
                self._lost.append(f"{page.title}: the image {image.filename}, whose file is gone")

    def _name_what_stays(self) -> None:
        """Name everything that no file has."""
        drafts = (page for kind in PAGE_TYPES for page in kind.objects.filter(live=False))
        self._lost += [f"{page.title}, which is not published" for page in drafts]
        counts = ((kind.objects.count(), label) for kind, label in _NOT_IN_FILES)
        if stays := ", ".join(f"{count} {label}" for count, label in counts if count):
            self._lost.append(f"{stays}. A dump of the database has them")
