"""Finds the hosts that a page or a style sheet makes a browser connect to."""

import re
from html.parser import HTMLParser

_ADDRESS = re.compile(r"(?:^|[\s,;=('\"])(?:[a-z][a-z0-9+.-]*:)?//([^/?#\s,;'\")]+)", re.IGNORECASE)
_IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)


def hosts_in_css(css: str) -> set[str]:
    """Return the hosts that `url()` and `@import` in a style sheet name."""
    addresses = (in_url or imported for in_url, imported in _IN_CSS.findall(css))
    return {host for address in addresses for host in _ADDRESS.findall(address.strip())}


def hosts_in_html(html: str) -> set[str]:
    """Return the hosts that any attribute and any inline style sheet of a page names.

    Left out are links that a reader follows (`<a href>`), and the names of XML namespaces.
    """
    page = _Page()
    page.feed(html)
    return page.hosts


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hosts: set[str] = set()
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        for name, value in attrs:
            if value and (tag, name) != ("a", "href") and not name.startswith("xmlns"):
                self.hosts |= set(_ADDRESS.findall(value))

    def handle_data(self, data: str) -> None:
        if self._is_style:
            self.hosts |= hosts_in_css(data)
