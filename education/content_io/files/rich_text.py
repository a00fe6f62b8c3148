"""Reads rich text of files: Markdown, or HTML where a text begins with the tag of a paragraph, heading or list.

Both become the HTML that Wagtail's editor saves with `FEATURES`. What that cannot hold is refused, not dropped.
"""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.whitelist import check_url

from education.blocks.text import FEATURES

_INLINE = {"bold": "b", "italic": "i", "superscript": "sup", "subscript": "sub", "strikethrough": "s"}
_BLOCKS = {"h2": "h2", "h3": "h3", "h4": "h4", "ul": "ul", "ol": "ol"}
INLINE_TAGS = frozenset(tag for feature, tag in _INLINE.items() if feature in FEATURES)
LIST_TAGS = frozenset(("ul", "ol"))
TEXT_TAGS = frozenset(("p", *(tag for feature, tag in _BLOCKS.items() if feature in FEATURES))) - LIST_TAGS
SAME_TAGS = {"strong": "b", "em": "i"}
_IS_HTML = re.compile(rf"<(?:{'|'.join(sorted(TEXT_TAGS | LIST_TAGS))})>")

_markdown = MarkdownIt("commonmark", {"html": True})
# Addresses stay as they are written; `_link` refuses those that are not safe, in words.
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]
_markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
_OPENING = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>", "link_close": "</a>"}
_STRUCTURE = {
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>",
    "ordered_list_open": "<ol>\n",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
}
_REFUSED = {
    "fence": "a block of code cannot be shown. Does a line begin with ``` or ~~~?",
    "code_block": "a line begins with four or more spaces, which makes it code",
    "code_inline": "code between ` cannot be shown. Write \\` for the sign itself",
    "hr": "a line of hyphens or stars cannot be shown",
    "blockquote_open": "a quotation with > cannot be shown",
    "html_block": "HTML tags are not read here. Write **bold**, or \\< for the sign itself",
    "html_inline": "HTML tags are not read here. Write **bold**, or \\< for the sign itself",
    "image": "an image belongs under figures, not into the text. Write \\! for the sign before a link",
}


class RichTextError(Exception):
    """A text has something that rich text cannot hold."""


def from_file(text: str) -> str:
    """Return a text of a file as rich text. Raises RichTextError.

    A link to a page keeps its key, `page:guides/choosing-a-lubricant`. `page_links` resolves it.
    """
    return from_html(text) if _IS_HTML.match(text.lstrip()) else from_markdown(text)


def from_markdown(markdown: str) -> str:
    """Return Markdown as rich text: paragraphs, lists, bold, italic, links and third-level headings.

    Raises RichTextError for everything else.
    """
    tokens = _markdown.parse(markdown)
    rendered: list[str] = []
    in_items: list[int] = []
    for token in tokens:
        if token.type in _REFUSED:
            raise RichTextError(_REFUSED[token.type])
        if token.type == "inline":
            rendered.append(_inline(token.children or ()))
        elif token.type in _STRUCTURE:
            _check_list(token, in_items)
            rendered.append(
                _STRUCTURE[token.type] + ("\n" if token.type.endswith("list_close") and not in_items else "")
            )
        elif token.type == "paragraph_open" and in_items:
            in_items[-1] += 1
            if in_items[-1] > 1:
                raise RichTextError("an item of a list has one paragraph. Write a break as \\ at the end of a line")
        elif token.type in ("paragraph_open", "heading_open"):
            if in_items or token.tag not in TEXT_TAGS:
                raise RichTextError("only headings with ### can be shown, and none in a list")
            rendered.append(f"<{token.tag}>")
        elif token.type in ("paragraph_close", "heading_close") and not in_items:
            rendered.append(f"</{token.tag}>\n")
    return "".join(rendered).strip()


def from_html(html: str) -> str:
    """Return the HTML of a file as rich text. Raises RichTextError for tags and attributes that the editor lacks."""
    reader = _StrictReader()
    reader.feed(html)
    reader.close()
    return reader.result()


def opening_link(address: str) -> str:
    """Return the tag of a link. Raises RichTextError if the address is not safe."""
    if not address.startswith("page:") and (not address or check_url(address) is None):
        raise RichTextError(f"a link cannot lead to {address or 'nothing'}. Write an address such as https://…")
    return f'<a href="{escape(address)}">'


def _inline(tokens: Sequence[Token]) -> str:
    rendered = []
    for token in tokens:
        if token.type in _REFUSED:
            raise RichTextError(_REFUSED[token.type])
        if token.type == "link_open":
            if "title" in token.attrs:
                raise RichTextError("a link has an address and words, and no title in quotes")
            rendered.append(opening_link(str(token.attrs.get("href", ""))))
        elif token.type in ("softbreak", "hardbreak"):
            rendered.append("\n" if token.type == "softbreak" else "<br/>")
        else:
            rendered.append(_OPENING.get(token.type) or escape(token.content, quote=False))
    return "".join(rendered)


def _check_list(token: Token, in_items: list[int]) -> None:
    if token.type == "list_item_open":
        in_items.append(0)
    elif token.type == "list_item_close":
        in_items.pop()
    elif token.type == "ordered_list_open" and token.attrs.get("start", 1) != 1:
        raise RichTextError("a numbered list begins at 1. Write \\. after a number that begins a line of text")


class _StrictReader(HTMLParser):
    """Writes the same HTML again, or raises RichTextError."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._written: list[str] = []

    def result(self) -> str:
        """Return what was read."""
        if self._open:
            raise RichTextError(f"the tag {self._open[-1]} is not closed")
        return "".join(self._written).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME_TAGS.get(tag, tag)
        parent = self._open[-1] if self._open else ""
        is_block = tag in TEXT_TAGS | LIST_TAGS
        fits = (
            (is_block and not parent)
            or (tag in LIST_TAGS and parent == "li")
            or (tag == "li" and parent in LIST_TAGS)
            or (tag in INLINE_TAGS | {"a", "br"} and parent not in ("", *LIST_TAGS))
        )
        if not fits:
            raise RichTextError(f"the tag {tag} cannot be here")
        if tag == "a" and [name for name, _ in attrs] == ["href"]:
            self._written.append(opening_link(attrs[0][1] or ""))
        elif attrs:
            raise RichTextError(f"the tag {tag} has attributes that are not known")
        elif tag == "br":
            self._written.append("<br/>")
            return
        else:
            self._written.append(f"<{tag}>" + ("\n" if tag in LIST_TAGS else ""))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = SAME_TAGS.get(tag, tag)
        if tag == "br":
            return
        if not self._open or self._open.pop() != tag:
            raise RichTextError(f"the tag {tag} is closed, and was not the last one opened")
        ends_line = tag == "li" or tag in TEXT_TAGS or (tag in LIST_TAGS and not self._open)
        self._written.append(f"</{tag}>" + ("\n" if ends_line else ""))

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] in LIST_TAGS:
            if data.strip():
                raise RichTextError(f"there is text outside of a paragraph: {data.strip()[:40]}")
            return
        self._written.append(escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        raise RichTextError("a comment (<!-- … -->) would be lost")

    def handle_decl(self, decl: str) -> None:
        raise RichTextError("only tags of text are read")

    def handle_pi(self, data: str) -> None:
        raise RichTextError("only tags of text are read")

    def unknown_decl(self, data: str) -> None:
        raise RichTextError("only tags of text are read")
