"""The search page and the suggestions of its input. Both are cacheable for all readers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.guides.guide_views import guide_cards, live_guides
from education.guides.home_views import category_tiles
from education.localization import filter_readable, page_url
from education.models import GlossaryIndexPage
from education.search.site_search import search_site, tidy
from education.search.suggestions import suggestions
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market
from storefront.merchant.models import POLICIES_TAG
from storefront.page_cache import cacheable

_MAX_PRODUCTS = 60
_PAGE_SIZE = 12


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show guides, terms and products that match `q`. Without matches, show guides and categories to start with."""
    query = tidy(request.GET.get("q", ""))
    results = search_site(query, active_market(), products=_MAX_PRODUCTS)
    page = Paginator(results.products, _PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "q": query,
        "results": results,
        "page": page,
        "query": urlencode({"q": query}),
        "crumbs": (Crumb(label=_("Home"), url=reverse("wagtail_serve", args=[""])), Crumb(label=_("Search"), url=None)),
        "start_guides": guide_cards(live_guides()) if results.is_empty else (),
        "start_categories": category_tiles(active_market()) if results.is_empty else (),
        "glossary_url": _glossary_url() if results.is_empty else None,
    }
    return render(request, "education/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Return suggestions for the text typed so far, as list items that a script puts below the input."""
    found = suggestions(tidy(request.GET.get("q", "")), active_market())
    response = render(request, "education/suggestions.html", {"suggestions": found})
    return cacheable(response, "guides", "catalog", "sections", POLICIES_TAG, parameters=("q",))


def _glossary_url() -> str | None:
    path = filter_readable(GlossaryIndexPage.objects.live()).values_list("url_path", flat=True).first()
    return page_url(path) if path else None
