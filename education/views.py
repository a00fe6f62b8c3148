"""The search page, which everybody shares."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.fallback_languages import readable
from education.home_products import home_products
from education.models import GlossaryIndexPage
from education.page_urls import page_address
from education.search.site_search import search_site, tidy
from education.search.suggestions import suggestions
from education.selectors import guide_cards
from storefront.catalog.view_models import Crumb
from storefront.core.markets import active_market
from storefront.page_cache import cacheable

_PRODUCTS = 60
_A_PAGE = 12


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Guides, terms and products that match `q`; without a match, or a query, places to start."""
    query = tidy(request.GET.get("q", ""))
    results = search_site(query, active_market(), products=_PRODUCTS)
    page = Paginator(results.products, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": query,
        "results": results,
        "page": page,
        "query": urlencode({"q": query}),
        "crumbs": (Crumb(label=_("Home"), url=reverse("wagtail_serve", args=[""])), Crumb(label=_("Search"), url=None)),
        "start_guides": guide_cards() if results.are_none else (),
        "start_shelves": home_products(active_market()) if results.are_none else (),
        "glossary_url": _glossary_url() if results.are_none else None,
    }
    return render(request, "education/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for what is typed so far, as a list that a script puts under the box; everybody may share it."""
    found = suggestions(tidy(request.GET.get("q", "")), active_market())
    response = render(request, "education/suggestions.html", {"suggestions": found})
    return cacheable(response, "guides", "catalog", "sections")


def _glossary_url() -> str | None:
    path = readable(GlossaryIndexPage.objects.live()).values_list("url_path", flat=True).first()
    return page_address(path) if path else None
