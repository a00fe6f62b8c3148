"""Old addresses of pages in every market: Wagtail writes a redirect down for the first market alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from education.fallback_languages import is_read_here
from education.page_urls import page_address


def moved_page_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """After nothing was found in a market: where the page of that address went, in the same market."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        prefix = f"/{get_language()}/"
        if response.status_code != 404 or not request.path_info.startswith(prefix):
            return response
        if get_redirect(request, Redirect.normalise_path(request.path_info)):
            return response  # written down for this very market: Wagtail's own middleware follows it
        moved = get_redirect(request, Redirect.normalise_path(request.path_info.removeprefix(prefix[:-1])))
        page = _read_here(moved.redirect_page) if moved and moved.redirect_page else None
        return HttpResponsePermanentRedirect(page_address(page.url_path)) if page else response

    return middleware


def _read_here(page: Page) -> Page | None:
    """What this market reads of a page: its twin, or itself; None once it is no longer live."""
    found: Page | None = Page.objects.live().filter(is_read_here(), translation_key=page.translation_key).first()
    return found
