"""A link from one room to another's page, where neither knows the other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """`url` is a whole address; `language` that of the page where it is not the market's."""

    title: str
    url: str
    language: str = ""
