"""Links the first use of each glossary term on a page to its entry. Longer terms come first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_LEFT_ALONE = frozenset({"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The words of a term, as they are written, and the URL of its entry."""

    words: tuple[str, ...]
    url: str


class TermLinker:
    """Links terms on one page. It takes the texts of the page in reading order."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._url_of = {_key(escape(word, quote=False)): term.url for term in terms for word in term.words}
        self._pattern = _pattern(tuple(self._url_of))
        self._used: set[str] = set()

    def linked(self, html: SafeString) -> SafeString:
        """Return the HTML with links where terms are first used, except inside links and headings."""
        if not self._url_of:
            return html
        walk = _Walk(self)
        walk.feed(html)
        walk.close()
        return mark_safe("".join(walk.out))  # noqa: S308  # safe before; only links of our own are added

    def in_text(self, text: str) -> str:
        """Return a text node, as HTML source, with links."""
        return self._pattern.sub(self._link, text)

    def _link(self, found: re.Match[str]) -> str:
        word = found.group()
        url = self._url_of.get(_key(word))
        if url is None or url in self._used:
            return word
        self._used.add(url)
        return format_html('<a class="term" href="{}">{}</a>', url, mark_safe(word))  # noqa: S308  # as it stood


def _key(word: str) -> str:
    """Return a word in lower case, but `PEP` and `pH` as they are written, so that they match nothing else."""
    plain = all(part[1:] == part[1:].lower() for part in re.split(r"[\s-]", word))
    return word.lower() if plain else word


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


class _Walk(HTMLParser):
    """Copies HTML unchanged, except for the texts that may be linked."""

    def __init__(self, uses: TermLinker) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._uses = uses
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")
        self._inside += tag in _LEFT_ALONE

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        self._inside = max(0, self._inside - (tag in _LEFT_ALONE))

    def handle_data(self, data: str) -> None:
        self.out.append(data if self._inside else self._uses.in_text(data))

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")
