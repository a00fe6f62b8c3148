"""The hub's pages at their addresses, found in one or two statements where Wagtail walks down the tree."""

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from education.addresses import page_address
from education.languages import readable
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, ReviewedPage

# What lies how deep: the first page, what it leads to, and what that leads to.
_KINDS = {0: (HomePage,), 1: (GuideIndexPage, GlossaryIndexPage), 2: (GuidePage, GlossaryTermPage)}


def hub_page(request: HttpRequest, path: str) -> HttpResponse:
    """A live page in the market's language, or the original that stands in for it and says so.

    Any other address is Wagtail's to answer.
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
    answer: HttpResponse = serve(request, path)
    return answer
