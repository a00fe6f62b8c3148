"""Writes rich text for files: as Markdown, or as HTML where Markdown would not bring back the same text.

Each text is read back before it is written (`to_file`), so a file never says anything else than the page.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser

from education.content_io.files.rich_text import LIST_TAGS, SAME_TAGS, TEXT_TAGS, RichTextError, from_file

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#])")
_BEFORE_LINK = re.compile(r"!\Z")
_LIST_MARK = re.compile(r"^(?:([-+])|(\d+)([.)]))(?=\s|\Z)")
_MARKS = {"b": "**", "i": "*"}
_PLAIN_ADDRESS = re.compile(r"[^\s<>()\\]+")


def to_file(html: str, pages: Mapping[int, str], warn: Callable[[str], None]) -> str:
    """Return rich text as files write it. `pages` are the keys of pages; `warn` gets what cannot be written."""
    portable = portable_html(html, pages, warn)
    markdown = to_markdown(portable)
    if _reads_as(markdown, portable):
        return markdown
    if not _reads_as(portable, portable):
        warn("formatting that the editor no longer offers")
        return markdown
    return portable


def portable_html(html: str, pages: Mapping[int, str], warn: Callable[[str], None] = lambda _: None) -> str:
    """Return rich text with the keys of pages in place of primary keys, and without the editor's own attributes.

    A link to a page that no longer exists keeps only its words.
    """
    writer = _PortableWriter(pages, warn)
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


def to_markdown(html: str) -> str:
    """Return portable HTML as Markdown, as far as Markdown can say it."""
    writer = _MarkdownWriter()
    writer.feed(html)
    writer.close()
    return writer.text()


def _reads_as(text: str, portable: str) -> bool:
    try:
        return portable_html(from_file(text), {}) == portable
    except RichTextError:
        return False


class _PortableWriter(HTMLParser):
    def __init__(self, pages: Mapping[int, str], warn: Callable[[str], None]) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._pages = pages
        self._warn = warn
        self._open: list[str] = []
        self._links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME_TAGS.get(tag, tag)
        if tag == "br":
            self.written.append("<br/>")
            return
        self._open.append(tag)
        if tag != "a":
            self.written.append(f"<{tag}>")
            return
        address = self._address(dict(attrs))
        self._links.append(address is not None)
        if address is not None:
            self.written.append(f'<a href="{escape(address)}">')

    def handle_endtag(self, tag: str) -> None:
        tag = SAME_TAGS.get(tag, tag)
        if tag == "br":
            return
        if self._open:
            self._open.pop()
        if tag != "a" or (self._links and self._links.pop()):
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if (not self._open or self._open[-1] in LIST_TAGS) and not data.strip():
            return
        self.written.append(escape(data, quote=False))

    def _address(self, attributes: dict[str, str | None]) -> str | None:
        if attributes.get("linktype") != "page":
            return attributes.get("href") or None
        number = attributes.get("id") or ""
        key = self._pages.get(int(number)) if number.isdecimal() else None
        if key is None:
            self._warn("a link to a page that is gone")
        return None if key is None else f"page:{key}"


class _MarkdownWriter(HTMLParser):
    """Writes block after block. `_lists` holds the tag of each open list and the number of its items."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._mark = ""
        self._lists: list[tuple[str, int]] = []
        self._links: list[str] = []

    def text(self) -> str:
        """Return the Markdown."""
        self._end_block()
        return "\n".join(self._blocks).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in TEXT_TAGS:
            self._end_block()
            self._mark = "" if tag == "p" else f"{'#' * int(tag[1])} "
        elif tag in LIST_TAGS:
            self._end_block()
            self._lists.append((tag, 0))
        elif tag == "li" and self._lists:
            self._end_block()
            kind, count = self._lists.pop()
            self._lists.append((kind, count + 1))
            self._mark = "- " if kind == "ul" else f"{count + 1}. "
        elif tag == "br":
            self._words.append("\\\n")
        elif tag == "a":
            if self._words:
                self._words[-1] = _BEFORE_LINK.sub(r"\\!", self._words[-1])
            self._links.append(dict(attrs).get("href") or "")
            self._words.append("[")
        elif tag in _MARKS:
            self._words.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in TEXT_TAGS or tag in LIST_TAGS:
            self._end_block()
            if tag in LIST_TAGS and self._lists:
                self._lists.pop()
            if not self._lists:
                self._blocks.append("")
        elif tag == "li":
            self._end_block()
        elif tag == "a" and self._links:
            address = self._links.pop()
            is_plain = _PLAIN_ADDRESS.fullmatch(address)
            self._words.append(f"]({address})" if is_plain else f"](<{address}>)")
        elif tag in _MARKS:
            self._words.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        self._words.append(_SPECIAL.sub(r"\\\1", data))

    def _end_block(self) -> None:
        written = "".join(self._words)
        self._words = []
        if not written and not self._mark:
            return
        indent = "".join("  " if kind == "ul" else "   " for kind, _ in self._lists[:-1])
        # Escape what would begin a list, also at the beginning of an item of a list.
        lines = [_LIST_MARK.sub(_escaped_mark, line) for line in written.split("\n")]
        inner = indent + " " * len(self._mark) if self._lists else ""
        self._blocks.append(indent + self._mark + f"\n{inner}".join(lines))
        self._mark = ""


def _escaped_mark(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"
