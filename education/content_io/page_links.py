"""Links between pages as files write them: `page:guides/choosing-a-lubricant`.

The text after the colon is the page's path below the home page of its language, which is the same on every
installation; Wagtail stores a link by the page's database key, which is not. A page in another language is
`page:de-de:guides/choosing-a-lubricant`.
"""

import re
from collections.abc import Mapping

from wagtail.models import Locale, Page

_WRITTEN = re.compile(r'<a href="page:([^"]*)">')


def keys_by_page(locale: Locale) -> dict[int, str]:
    """Return the keys of all pages, by database key, as files of this language write them. One query."""
    rows = Page.objects.filter(depth__gt=1).values_list("pk", "url_path", "locale__language_code")
    return {
        pk: f"{'' if language == locale.language_code else f'{language}:'}{path.strip('/').partition('/')[2]}"
        for pk, path, language in rows
    }


def pages_by_key(locale: Locale) -> dict[str, int]:
    """Return the database keys of all pages by the keys that files of this language write. One query."""
    return {key: pk for pk, key in keys_by_page(locale).items()}


def resolve_links(html: str, pages: Mapping[str, int], missing: set[str]) -> str:
    """Return rich text with its links to pages as Wagtail stores them. Keys that `pages` lacks are put in `missing`."""

    def stored(found: re.Match[str]) -> str:
        if found[1] not in pages:
            missing.add(found[1])
        return f'<a linktype="page" id="{pages.get(found[1])}">'

    return _WRITTEN.sub(stored, html)
