"""Convert Saleor's rich text (EditorJS JSON in a string) to safe HTML.

The text is untrusted: inline markup is cleaned, and nothing loads from other hosts. A block that is not known, or not
readable, is left out alone; `convert` names what was left out, so that the merchant can be told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
import nh3
from django.conf import settings
from django.utils.html import escape, strip_tags

_INLINE_TAGS = {"a", "b", "strong", "i", "em", "u", "s", "code", "mark", "sub", "sup", "br"}
_BLOCK_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "footer", "hr", "pre", "aside"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start", "type"}, "th": {"scope"}, "img": {"src", "alt", "loading"}}
_MAX_DEPTH = 10
"""How deep Saleor lets lists be nested."""
_MAX_START = 1_000_000
_COUNTERS = {"lower-roman": "i", "upper-roman": "I", "lower-alpha": "a", "upper-alpha": "A"}
_CHECKED, _UNCHECKED = "☑", "☐"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """HTML that may be marked as safe, and the kinds of blocks that it lacks (`image`, `raw`), sorted."""

    html: str
    left_out: tuple[str, ...] = ()


def to_html(text: object, *, top_level: int = 3) -> str:
    """Return EditorJS JSON as HTML (`convert`)."""
    return convert(text, top_level=top_level).html


def convert(text: object, *, top_level: int = 3) -> Converted:
    """Convert EditorJS, as JSON in a string or decoded, to HTML, with headers from `top_level` down.

    Text that is not JSON becomes one escaped paragraph. An image from another host is replaced by its caption, and a
    video by a link.
    """
    if not text or (isinstance(text, str) and not text.strip()):
        return Converted(html="")
    document = _decoded(text) if isinstance(text, str) else text
    if not isinstance(document, Mapping | Sequence) or isinstance(document, str):
        is_words = isinstance(text, str) and not text.lstrip().startswith(("{", "["))
        return Converted(html=f"<p>{escape(text)}</p>") if is_words else Converted(html="", left_out=("text",))
    blocks = document.get("blocks", ()) if isinstance(document, Mapping) else None
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return Converted(html="", left_out=("text",))
    renderer = _Renderer(levels=_levels(blocks), top_level=top_level)
    html = "\n".join(filter(None, map(renderer.block, blocks)))
    return Converted(html=_clean(html, _INLINE_TAGS | _BLOCK_TAGS), left_out=tuple(sorted(renderer.left_out)))


def _decoded(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def to_text(html: str) -> str:
    """The text of HTML from `to_html`, on one line."""
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <"))).strip()


@dataclass(slots=True, kw_only=True)
class _Renderer:
    """Renders the blocks of one text. `levels` are the levels of its headers, in order."""

    levels: Sequence[int]
    top_level: int
    left_out: set[str] = field(default_factory=set)

    def block(self, block: object) -> str:
        """Return a block as HTML; an empty string for an empty one, and for one that is left out."""
        kind = block.get("type") if isinstance(block, Mapping) else None
        data = block.get("data") if isinstance(block, Mapping) else None
        if not isinstance(kind, str) or not isinstance(data, Mapping):
            self.left_out.add(kind[:40] if isinstance(kind, str) and kind.isidentifier() else "unknown")
            return ""
        match kind:
            case "paragraph":
                return _wrap("p", self._text(kind, data.get("text")))
            case "header":
                place = self.levels.index(_level(data.get("level")))
                return _wrap(f"h{min(6, self.top_level + place)}", self._text(kind, data.get("text")))
            case "list":
                return self._list(data, data.get("items"), depth=0)
            case "checklist":
                return self._list({"style": "checklist"}, data.get("items"), depth=0)
            case "quote":
                caption = _wrap("footer", self._text(kind, data.get("caption")))
                return _wrap("blockquote", _wrap("p", self._text(kind, data.get("text"))) + caption)
            case "warning":
                title = _wrap("p", _wrap("strong", self._text(kind, data.get("title"))))
                return _wrap("aside", title + _wrap("p", self._text(kind, data.get("message"))))
            case "delimiter":
                return "<hr>"
            case "table":
                return self._table(data)
            case "code":
                code = data.get("code")
                return _wrap("pre", _wrap("code", escape(code))) if isinstance(code, str) else self._miss(kind)
            case "embed" | "linkTool":
                return self._link(kind, data)
            case "image" | "simpleImage":
                return self._image(data)
        return self._miss(kind if kind.isidentifier() else "unknown")

    def _miss(self, kind: str) -> str:
        self.left_out.add(kind[:40])
        return ""

    def _text(self, kind: str, value: object) -> str:
        """Return inline text. Numbers are text too; anything else is left out."""
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return _clean(value, _INLINE_TAGS).strip()
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else self._miss(kind)

    def _list(self, data: Mapping[str, object], items: object, *, depth: int) -> str:
        """Return a list. Its items are texts or, in nested lists, mappings of `content` and `items`."""
        if not isinstance(items, Sequence) or isinstance(items, str) or depth >= _MAX_DEPTH:
            return "" if items in (None, ()) else self._miss("list")
        rendered = [_wrap("li", self._item(data, item, depth=depth)) for item in items]
        if data.get("style") != "ordered":
            return _wrap("ul", "".join(rendered))
        meta = data.get("meta") if depth == 0 else None
        return _wrap("ol", "".join(rendered), _counting(meta if isinstance(meta, Mapping) else {}))

    def _item(self, data: Mapping[str, object], item: object, *, depth: int) -> str:
        if not isinstance(item, Mapping):
            return self._text("list", item)
        text = self._text("list", item.get("content") or item.get("text"))
        if data.get("style") == "checklist" and text:
            meta = item.get("meta")
            checked = meta.get("checked") if isinstance(meta, Mapping) else item.get("checked")
            text = f"{_CHECKED if checked is True else _UNCHECKED} {text}"
        inner = item.get("items")
        return text + (self._list(data, inner, depth=depth + 1) if inner else "")

    def _table(self, data: Mapping[str, object]) -> str:
        content = data.get("content")
        if not isinstance(content, Sequence) or isinstance(content, str):
            return self._miss("table")
        rows = [row for row in content if isinstance(row, Sequence) and not isinstance(row, str)]
        if len(rows) < len(content):
            self._miss("table")
        width = max(map(len, rows), default=0)
        cells = [[self._text("table", cell) for cell in row] + [""] * (width - len(row)) for row in rows]
        if not any(map(any, cells)):
            return ""
        head = ""
        if data.get("withHeadings") is True:
            titles, *cells = cells
            head = _wrap("thead", _wrap("tr", "".join(f'<th scope="col">{cell}</th>' for cell in titles)))
        body = "".join(_wrap("tr", "".join(f"<td>{cell}</td>" for cell in row)) for row in cells)
        return _wrap("table", head + _wrap("tbody", body))

    def _link(self, kind: str, data: Mapping[str, object]) -> str:
        """Return a link in place of what would load from another host."""
        meta = data.get("meta")
        address = next((url for name in ("source", "link", "embed") if (url := _web_url(data.get(name)))), "")
        title = meta.get("title") if isinstance(meta, Mapping) else None
        words = self._text(kind, data.get("caption")) or self._text(kind, title)
        if not address:
            self._miss(kind)
            return _wrap("p", words)
        if kind == "embed":
            self._miss("embed")
        words = strip_tags(words) or escape(urlsplit(address).hostname or address)
        return f'<p><a href="{escape(address)}">{words}</a></p>'

    def _image(self, data: Mapping[str, object]) -> str:
        file = data.get("file")
        address = _web_url(file.get("url") if isinstance(file, Mapping) else data.get("url"))
        caption = self._text("image", data.get("caption"))
        parts = urlsplit(address)
        if not address or f"{parts.scheme}://{parts.netloc}" not in settings.SALEOR_MEDIA_ORIGINS:
            self._miss("image")
            return _wrap("p", caption)
        picture = f'<img src="{escape(address)}" alt="{escape(strip_tags(caption))}" loading="lazy">'
        return _wrap("figure", picture + _wrap("figcaption", caption))


def _levels(blocks: Sequence[object]) -> list[int]:
    """Return the levels of all headers, so that none is skipped below the page's own heading."""
    headers = (block.get("data") for block in blocks if isinstance(block, Mapping) and block.get("type") == "header")
    return sorted({_level(data.get("level")) for data in headers if isinstance(data, Mapping)})


def _level(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:2])
    return int(value) if isinstance(value, int | float) and 1 <= value <= 6 else 1


def _counting(meta: Mapping[str, object]) -> str:
    """Return the attributes of a numbered list that begins at another number, or counts in letters."""
    return "".join(_counting_attributes(meta))


def _counting_attributes(meta: Mapping[str, object]) -> Iterator[str]:
    start, counter = meta.get("start"), meta.get("counterType")
    if isinstance(start, str) and start.isascii() and start.isdigit():
        start = int(start[:7])
    if isinstance(start, int) and not isinstance(start, bool) and start != 1 and abs(start) <= _MAX_START:
        yield f' start="{start}"'
    if isinstance(counter, str) and counter in _COUNTERS:
        yield f' type="{_COUNTERS[counter]}"'


def _web_url(value: object) -> str:
    """Return a URL of the web, or an empty string."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return ""
    try:
        return value if urlsplit(value).hostname else ""
    except ValueError:
        return ""


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )


def _wrap(tag: str, inner: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""
