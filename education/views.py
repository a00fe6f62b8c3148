"""The search page, which everybody shares, and the desk's way to the guides."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.models import GuideIndexPage
from education.search import plain_words, search_guides, tidy
from education.selectors import guide_cards
from education.shelves import home_shelves
from storefront.catalog.cards import Crumb
from storefront.catalog.search import search_products
from storefront.markets import active_market

_PRODUCTS = 60
_A_PAGE = 12


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Guides and products that match `q`; without a match, or a query, places to start."""
    query = tidy(request.GET.get("q", ""))
    guides = search_guides(query) if query else ()
    products = search_products(plain_words(query), active_market(), limit=_PRODUCTS) if query else ()
    page = Paginator(products, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": query,
        "guides": guides if page.number == 1 else (),
        "page": page,
        "query": urlencode({"q": query}),
        "crumbs": (Crumb(label=_("Home"), url=reverse("wagtail_serve", args=[""])), Crumb(label=_("Search"), url=None)),
        "start_guides": () if guides or products else guide_cards(),
        "start_shelves": () if guides or products else home_shelves(active_market()),
    }
    return render(request, "education/search.html", context)


def guides_in_the_desk(request: HttpRequest) -> HttpResponse:
    """The list of guides among the desk's pages; the tree's root while there is no such list yet."""
    index = GuideIndexPage.objects.order_by("pk").first()
    return redirect("wagtailadmin_explore", index.pk) if index else redirect("wagtailadmin_explore_root")
