"""Markdown as rich text; `markdown_out` is the way back."""

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "b", "i", "a", "ol", "ul", "li", "h3"}
_RENAMED = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"))
_markdown = MarkdownIt("commonmark", {"html": False})


def rich_text(markdown: str) -> str:
    """Markdown as rich text: paragraphs, lists, bold, italic, links and third-level headings; nothing else survives.

    A link to another page of the hub keeps its key, `page:guides/choosing-a-lubricant` (`page_links`).
    """
    html = _markdown.render(markdown)
    for written, stored in _RENAMED:
        html = html.replace(written, stored)
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto", "page"}, link_rel=None
    )
    return cleaned.strip()
