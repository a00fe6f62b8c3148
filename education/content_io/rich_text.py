"""Converts Markdown to the HTML of Wagtail's rich text, and back. The result of a round trip is the same text."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "b", "i", "a", "ol", "ul", "li", "h3"}
_RENAMED = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"))
_markdown = MarkdownIt("commonmark", {"html": False})
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}


def from_markdown(markdown: str) -> str:
    """Return Markdown as rich text: paragraphs, lists, bold, italic, links and third-level headings, and no other tag.

    A link to a page keeps its key, `page:guides/choosing-a-lubricant`. `page_links` resolves it.
    """
    html = _markdown.render(markdown)
    for written, stored in _RENAMED:
        html = html.replace(written, stored)
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto", "page"}, link_rel=None
    )
    return cleaned.strip()


def to_markdown(html: str, pages: Mapping[int, str]) -> str:
    """Return rich text as Markdown: paragraphs, nested lists, third-level headings, bold, italic, breaks and links.

    A link to a page is written with its key from `pages` (`page_links`). A link to a page that no longer exists keeps
    only its words.
    """
    writer = _Writer(pages)
    writer.feed(html)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Writes block after block. `_lists` holds the tag of each open list and the number of its items."""

    def __init__(self, pages: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._pages = pages
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._lists: list[tuple[str, int]] = []
        self._links: list[str] = []

    def text(self) -> str:
        """Return the Markdown."""
        self._end_block()
        return "\n".join(self._blocks).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "h3") and not self._lists:
            self._end_block()
            self._words.append("### " if tag == "h3" else "")
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append((tag, 0))
        elif tag == "li":
            self._end_block()
            kind, count = self._lists.pop()
            self._lists.append((kind, count + 1))
            self._words.append("- " if kind == "ul" else f"{count + 1}. ")
        elif tag == "br":
            self._words.append("\\\n")
        elif tag == "a":
            self._links.append(self._address(dict(attrs)))
            self._words.append("[" if self._links[-1] else "")
        elif tag in _MARKS:
            self._words.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h3") and not self._lists:
            self._end_block()
            self._blocks.append("")
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.pop()
            if not self._lists:
                self._blocks.append("")
        elif tag == "li":
            self._end_block()
        elif tag == "a":
            address = self._links.pop()
            self._words.append(f"]({address})" if address else "")
        elif tag in _MARKS:
            self._words.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        if data.strip() or self._words:
            self._words.append(_SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data)))

    def _address(self, attributes: dict[str, str | None]) -> str:
        if attributes.get("linktype") == "page":
            key = self._pages.get(int(attributes.get("id") or 0))
            return "" if key is None else f"page:{key}"
        return attributes.get("href") or ""

    def _end_block(self) -> None:
        written = "".join(self._words).rstrip()
        self._words = []
        if not written.strip():
            return
        depth = max(0, len(self._lists) - 1)
        if not self._lists:
            # Escape what would begin a list.
            written = _LINE_START.sub(r"\1\\\2", written) if written[:1] in "-+" else _ordinal(written)
        self._blocks.append("   " * depth + written)


def _ordinal(text: str) -> str:
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)
