"""Absolute addresses of this site, and links that one room gives to another."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to a page: its absolute URL, and the page's language where that differs from the market's."""

    title: str
    url: str
    language: str = ""


def absolute_url(path: str) -> str:
    """Return the public URL of a path of this site; an absolute URL is returned unchanged.

    It is built from PUBLIC_URL, never from the request's Host header, so that nobody can forge links in emails.
    """
    return path if "://" in path else f"{settings.PUBLIC_URL.rstrip('/')}{path}"
