"""Addresses of the hub's pages in a market, from a page's tree path alone: no query, and right for every market."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from education.reading import Alternate
from storefront.markets import all_markets, default_market


def page_address(url_path: str, anchor: str = "") -> str:
    """Where a page lives in the active market. `url_path` is Wagtail's, root first (`/home/guides/`)."""
    below_root = url_path.strip("/").partition("/")[2]
    path = reverse("wagtail_serve", args=[f"{below_root}/" if below_root else ""])
    return f"{path}#{anchor}" if anchor else path


def absolute(path: str) -> str:
    """The public address of a path of this site."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def alternates_of(url_path: str) -> tuple[Alternate, ...]:
    """The page in every market, as absolute addresses, and the default for everybody else."""
    found = []
    for market in all_markets():
        with translation.override(market.language):
            found.append(Alternate(language=hreflang(market.language), url=absolute(page_address(url_path))))
    default = next(a for a in found if a.language == hreflang(default_market().language))
    return (*found, Alternate(language="x-default", url=default.url))


def hreflang(language: str) -> str:
    """`en-gb` as hreflang writes it: `en-GB`."""
    code, _, region = language.partition("-")
    return f"{code}-{region.upper()}" if region else code
