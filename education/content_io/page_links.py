"""Links between pages of the hub, as files write them: `page:guides/choosing-a-lubricant`.

What comes after the colon is the page's path below its language's home page, which holds at every desk; Wagtail stores
a link by the page's number, which holds at one. A page in another language is `page:de-de:guides/choosing-a-lubricant`.
"""

import re
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from education.content_io.file_format import FileFormatError

_WRITTEN = re.compile(r'<a href="page:([^"]*)">')


def pages_by_key(locale: Any) -> dict[str, int]:
    """The numbers of all pages by the key that they have in this language's files. One statement."""
    return {key: number for number, key in keys_by_page(locale).items()}


def keys_by_page(locale: Any) -> dict[int, str]:
    """The keys of all pages by number, as this language's files write them: another one's begin with its code. One
    statement.
    """
    rows = Page.objects.filter(depth__gt=1).values_list("pk", "url_path", "locale__language_code")
    return {
        number: f"{'' if language == locale.language_code else f'{language}:'}{path.strip('/').partition('/')[2]}"
        for number, path, language in rows
    }


def linked(name: str, content: Mapping[str, Any], pages: Mapping[str, int]) -> dict[str, Any]:
    """Content with its links as Wagtail stores them. Raises ManuscriptError naming the pages that are not there."""
    missing: set[str] = set()

    def stored(found: re.Match[str]) -> str:
        if found[1] not in pages:
            missing.add(found[1])
        return f'<a linktype="page" id="{pages.get(found[1])}">'

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return _WRITTEN.sub(stored, value)
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    found = {key: walk(value) for key, value in content.items()}
    if missing:
        raise FileFormatError(f"{name}: it links to pages that are not there: {', '.join(sorted(missing))}")
    return found
