"""Convert Saleor's rich text (EditorJS JSON in a string) to safe HTML.

The text is untrusted: inline markup is cleaned, unknown blocks are left out, and nothing loads from other hosts.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec
import nh3
from django.utils.html import escape, strip_tags

_INLINE_TAGS = {"a", "b", "strong", "i", "em", "u", "s", "code", "mark", "sub", "sup", "br"}
_BLOCK_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "footer", "hr"}
_MAX_DEPTH = 4


class _Block(msgspec.Struct, frozen=True):
    type: str = ""
    data: dict[str, object] = {}


class _Document(msgspec.Struct, frozen=True):
    blocks: tuple[_Block, ...] = ()


def to_html(text: str | None, *, top_level: int = 3) -> str:
    """Convert EditorJS JSON to HTML: paragraphs, headers from `top_level` down, lists, quotes and delimiters.

    Text that is not JSON becomes one escaped paragraph. The result may be marked as safe.
    """
    if not text or not text.strip():
        return ""
    try:
        blocks = msgspec.json.decode(text, type=_Document).blocks
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return "" if text.lstrip().startswith(("{", "[")) else f"<p>{escape(text)}</p>"
    html = "\n".join(filter(None, (_render(block, top_level) for block in blocks)))
    return _clean(html, _INLINE_TAGS | _BLOCK_TAGS)


def to_text(html: str) -> str:
    """The text of HTML from `to_html`, on one line."""
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <"))).strip()


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )


def _inline(value: object) -> str:
    return _clean(value, _INLINE_TAGS).strip() if isinstance(value, str) else ""


def _render(block: _Block, top_level: int) -> str:
    data = block.data
    match block.type:
        case "paragraph":
            return _wrap("p", _inline(data.get("text")))
        case "header":
            level = data.get("level")
            depth = max(0, level - 2) if isinstance(level, int) else 0
            return _wrap(f"h{min(4, top_level + depth)}", _inline(data.get("text")))
        case "list":
            return _list(data.get("items"), ordered=data.get("style") == "ordered", depth=0)
        case "quote":
            caption = _wrap("footer", _inline(data.get("caption")))
            return _wrap("blockquote", _wrap("p", _inline(data.get("text"))) + caption)
        case "delimiter":
            return "<hr>"
    return ""


def _list(items: object, *, ordered: bool, depth: int) -> str:
    """A list. Its items are texts or, in nested lists, mappings of `content` and `items`."""
    if not isinstance(items, Sequence) or isinstance(items, str) or depth >= _MAX_DEPTH:
        return ""
    rendered = []
    for item in items:
        if isinstance(item, Mapping):
            inner = _inline(item.get("content") or item.get("text"))
            inner += _list(item.get("items"), ordered=ordered, depth=depth + 1)
        else:
            inner = _inline(item)
        rendered.append(_wrap("li", inner))
    return _wrap("ol" if ordered else "ul", "".join(rendered))


def _wrap(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if inner else ""
