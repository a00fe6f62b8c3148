"""The hub's pages at their addresses, found in one or two statements where Wagtail walks down the tree."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.models import Page
from wagtail.views import serve

from education.fallback_languages import is_read_here, readable
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, ReviewedPage
from education.page_urls import page_address

# What lies how deep: the first page, what it leads to, and what that leads to.
_KINDS = {0: (HomePage,), 1: (GuideIndexPage, GlossaryIndexPage), 2: (GuidePage, GlossaryTermPage)}


def hub_page(request: HttpRequest, path: str) -> HttpResponse:
    """A live page in the market's language, or the original that stands in for it and says so.

    An address that a page has in another language alone leads to the one that is read here. Any other is Wagtail's.
    """
    names = path.split("/")[:-1]
    for kind in _KINDS.get(len(names), ()):
        pages = readable(kind.objects.live())
        if names:
            pages = pages.filter(slug=names[-1])
        if issubclass(kind, ReviewedPage):
            pages = pages.select_related("locale", "reviewer")
        for page in pages:
            if page_address(page.url_path) == request.path:
                served: HttpResponse = page.serve(request)
                return served
    twin = _twin_of(request.path, names[-1]) if 0 < len(names) <= max(_KINDS) else None
    if twin and twin != request.path:
        asked = request.META.get("QUERY_STRING")
        return HttpResponsePermanentRedirect(f"{twin}?{asked}" if asked else twin)
    answer: HttpResponse = serve(request, path)
    return answer


def _twin_of(path: str, slug: str) -> str | None:
    """Where the page that has this address in another language is read in this market."""
    named = Page.objects.live().filter(slug=slug)
    keys = [page.translation_key for page in named if page_address(page.url_path) == path]
    twin = Page.objects.live().filter(is_read_here(), translation_key__in=keys).first() if keys else None
    return page_address(twin.url_path) if twin else None
