"""A page's markup as a reader meets it: ids, headings and text in order."""

from html.parser import HTMLParser

_VOID = "area base br col embed hr img input link meta source track wbr"


class Markup(HTMLParser):
    """Collects ids, (level, text) headings, whether tags close in order, and each id's place."""

    VOID = frozenset(_VOID.split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.targets: list[str] = []
        self.unclosed: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.targets.append((found["href"] or "")[1:])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A self-closing tag, as in SVG."""
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        """Note what closes out of order."""
        if tag in self.VOID:
            return
        if not self.unclosed or self.unclosed.pop() != tag:
            self.wrong.append(tag)
