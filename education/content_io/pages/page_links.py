"""Links between pages as files write them: `page:guides/choosing-a-lubricant`.

The text after the colon is the page's key (`page_keys`), which is the same on every installation; Wagtail stores a link
by the page's primary key, which is not. A page in another language is `page:de-de:guides/choosing-a-lubricant`.
"""

import re
from collections.abc import Callable

_WRITTEN = re.compile(r'<a href="page:([^"]*)">(.*?)</a>', re.DOTALL)


def resolve_links(html: str, find: Callable[[str], int | None]) -> str:
    """Return rich text with its links to pages as Wagtail stores them. Where `find` has no page, the words remain."""

    def stored(found: re.Match[str]) -> str:
        page = find(found[1])
        return found[2] if page is None else f'<a linktype="page" id="{page}">{found[2]}</a>'

    return _WRITTEN.sub(stored, html)
