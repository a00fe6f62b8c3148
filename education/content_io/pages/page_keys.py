"""What files call pages, whatever their slugs are now.

A page's key is the path below its language's home page under which files first named it, such as
`guides/choosing-a-lubricant`. An editor's new page is called by the path that it has. A key is a page's name on every
installation; its primary key and its slug are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from education.models import ImportRecord

HOME, GUIDES, GLOSSARY = "", "guides", "glossary"
"""The keys of the home page and of the two lists."""


@dataclass(slots=True)
class PageKeys:
    """All pages by key. Keys and languages are (language, key) pairs."""

    records: dict[tuple[str, str], ImportRecord] = field(default_factory=dict)
    by_page: dict[int, tuple[str, str]] = field(default_factory=dict)
    _translations: dict[tuple[str, int], dict[str, UUID]] = field(default_factory=dict)
    _by_key: dict[tuple[str, str], int] = field(default_factory=dict)
    _by_path: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "PageKeys":
        """Read the keys of all pages. Two queries."""
        found = cls()
        for record in ImportRecord.objects.select_related("locale"):
            name = (record.locale.language_code, record.key)
            found.records[name] = record
            if record.page_id is not None:
                found.by_page[record.page_id], found._by_key[name] = name, record.page_id
        # Wagtail's welcome page is the only one without a type of ours, and the import replaces it.
        pages = Page.objects.filter(depth__gt=1).not_exact_type(Page).order_by("path")
        rows = list(pages.select_related("locale"))
        keys = {row.path: found.by_page.get(row.pk, ("", ""))[1] for row in rows}
        for row in rows:
            pk, path, url_path, language = row.pk, row.path, row.url_path, row.locale.language_code
            found._by_path[language, url_path.strip("/").partition("/")[2]] = pk
            if pk not in found.by_page:
                parent = path[: -Page.steplen]
                key = f"{keys[parent]}/{row.slug}".strip("/") if parent in keys else HOME
                keys[path] = found._free_key(language, key)
            found.add(row, language, keys[path])
        return found

    def add(self, page: Page, language: str, key: str) -> None:
        """Add a page."""
        self.by_page[page.pk] = (language, key)
        self._by_key[language, key] = page.pk
        self._translations.setdefault((key, page.content_type_id), {})[language] = page.translation_key

    def __contains__(self, name: tuple[str, str]) -> bool:
        """Whether a page with this language and key exists, or was deleted by an editor."""
        return name in self._by_key or name in self.records

    def is_recorded(self, page: Page) -> bool:
        """Whether the page is that of a file."""
        record = self.records.get(self.by_page[page.pk])
        return record is not None and record.page_id == page.pk

    def translation_key(self, page: Page, language: str, key: str) -> UUID | None:
        """Return the translation key of the page with this key in another language, the original before others."""
        others = self._translations.get((key, page.cached_content_type.pk), {})
        if language in others:
            return None
        return others.get(settings.CONTENT_LANGUAGES[0][0]) or next(iter(others.values()), None)

    def page(self, language: str, key: str) -> int | None:
        """Return the primary key of the page that files in `language` call `key`; None if there is none.

        `de-de:guides/first-steps` names a page in another language. A page may also be named by its path.
        """
        name = self._name(language, key)
        return self._by_key.get(name) or (None if name in self.records else self._by_path.get(name))

    def is_deleted(self, language: str, key: str) -> bool:
        """Whether an editor deleted the page with this key."""
        name = self._name(language, key)
        return name in self.records and name not in self._by_key

    def written(self, language: str) -> Mapping[int, str]:
        """Return what files in `language` write for each page, by primary key."""
        return {pk: key if own == language else f"{own}:{key}" for pk, (own, key) in self.by_page.items()}

    def _name(self, language: str, key: str) -> tuple[str, str]:
        other, colon, rest = key.partition(":")
        return (other, rest.strip("/")) if colon else (language, key.strip("/"))

    def _free_key(self, language: str, key: str) -> str:
        number, free = 1, key
        # A guide cannot be called glossary, because that is the name of another file.
        while (language, free) in self or free == f"{GUIDES}/{GLOSSARY}":
            number += 1
            free = f"{key}-{number}"
        return free


def locale_of(language: str) -> Locale:
    """Return the locale that files in an open language belong to (`file_reader.is_open`)."""
    if language not in dict(get_content_languages()):
        return Locale.get_default()
    locale: Locale = Locale.objects.get_or_create(language_code=language)[0]
    return locale
