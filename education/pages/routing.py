"""Serving pages at their URLs in every market, and redirecting old URLs and URLs of other languages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.views import serve

from education.localization import filter_readable, page_url, readable_condition
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    PublicPage,
    ReviewedPage,
)

_PAGE_TYPES: dict[int, tuple[type[PublicPage], ...]] = {
    0: (HomePage,),
    1: (GuideIndexPage, GlossaryIndexPage),
    2: (GuidePage, GlossaryTermPage),
}
"""The page types by their depth below the home page."""


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a live page in the market's language, or the original that replaces a missing translation.

    It takes one or two statements, where Wagtail walks down the tree. A URL that a page has in another language only
    redirects to its translation. Wagtail handles every other path.
    """
    slugs = path.split("/")[:-1]
    for page_type in _PAGE_TYPES.get(len(slugs), ()):
        pages = filter_readable(page_type.objects.live())
        if slugs:
            pages = pages.filter(slug=slugs[-1])
        if issubclass(page_type, ReviewedPage):
            pages = pages.select_related("locale", "reviewer")
        for page in pages:
            if page_url(page.url_path) == request.path:
                served: HttpResponse = page.serve(request)
                return served
    url = _url_of_translation(request.path, slugs[-1]) if 0 < len(slugs) <= max(_PAGE_TYPES) else None
    if url and url != request.path:
        query = request.META.get("QUERY_STRING")
        return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
    response: HttpResponse = serve(request, path)
    return response


def moved_page_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Follow Wagtail's redirects in every market. Wagtail records a moved page for the default market only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        prefix = f"/{get_language()}/"
        if response.status_code != 404 or not request.path_info.startswith(prefix):
            return response
        if get_redirect(request, Redirect.normalise_path(request.path_info)):
            return response  # recorded for this very market: Wagtail's own middleware follows it
        moved = get_redirect(request, Redirect.normalise_path(request.path_info.removeprefix(prefix[:-1])))
        page = _readable_version(moved.redirect_page) if moved and moved.redirect_page else None
        return HttpResponsePermanentRedirect(page_url(page.url_path)) if page else response

    return middleware


def _url_of_translation(path: str, slug: str) -> str | None:
    """Return where the active market reads the page that has this URL in another language, or None."""
    pages = Page.objects.live().filter(slug=slug)
    keys = [page.translation_key for page in pages if page_url(page.url_path) == path]
    version = Page.objects.live().filter(readable_condition(), translation_key__in=keys).first() if keys else None
    return page_url(version.url_path) if version else None


def _readable_version(page: Page) -> Page | None:
    version: Page | None = (
        Page.objects.live().filter(readable_condition(), translation_key=page.translation_key).first()
    )
    return version
