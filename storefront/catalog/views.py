"""The shop's pages. Each is one response that everybody may share: nothing here knows the reader, or asks Saleor."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import compatibility_table, filters, page_urls, selectors, structured_data
from storefront.catalog.models import Category
from storefront.catalog.product_page import NotListed, product_page
from storefront.catalog.selectors import ProductList
from storefront.catalog.translations import first_in_language
from storefront.catalog.view_models import Crumb
from storefront.core.links import absolute_url
from storefront.core.markets import active_market, all_markets
from storefront.page_cache import cacheable


@require_safe
def shop(request: HttpRequest) -> HttpResponse:
    """Everything that this market sells."""
    found = selectors.product_list(active_market(), filters.parse(request.GET))
    alternates = page_urls.alternates(all_markets(), "catalog:shop")
    return _listing(request, found, title=_("Shop"), crumbs=(Crumb(_("Shop")),), alternates=alternates)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category with everything below it."""
    shelf = selectors.category_by_slug(slug)
    if shelf is None:
        return _missing(request, NotListed(gone=Category.objects.filter(slug=slug).exists()))
    found = selectors.product_list(active_market(), filters.parse(request.GET), category=shelf)
    title = shelf.told("name")
    crumbs = (*selectors.shop_crumbs(Category.objects.above(shelf)), Crumb(title))
    description = first_in_language(shelf.told("seo_description"), selectors.plain_description(shelf))
    alternates = page_urls.alternates(all_markets(), "catalog:category", slug)
    return _listing(request, found, title=title, crumbs=crumbs, description=description, alternates=alternates)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """A hand-made selection."""
    shelf = selectors.collection_by_slug(slug, active_market())
    if shelf is None:
        return _missing(request, NotListed())
    found = selectors.product_list(active_market(), filters.parse(request.GET), collection=shelf)
    title = shelf.told("name")
    crumbs = (*selectors.shop_crumbs(()), Crumb(title))
    description = first_in_language(shelf.told("seo_description"), selectors.plain_description(shelf))
    return _listing(request, found, title=title, crumbs=crumbs, description=description)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """A product; where there is none, what became of it."""
    page = product_page(slug, active_market(), variant_id=request.GET.get("variant", ""))
    if isinstance(page, NotListed):
        return HttpResponsePermanentRedirect(page.moved_to) if page.moved_to else _missing(request, page)
    crumbs = structured_data.breadcrumb_list(page.crumbs)
    context = {
        "page": page,
        "crumbs": page.crumbs,
        "canonical": absolute_url(page.url),
        "alternates": page.alternates,
        "structured": [structured_data.script(structured_data.product(page)), structured_data.script(crumbs)],
    }
    shows = (f"product:{pk}" for pk in page.product_pks)
    return cacheable(render(request, "catalog/product.html", context), "sections", "guides", *shows)


@require_safe
def goes_with(request: HttpRequest) -> HttpResponse:
    """Which lubricant goes with which barrier and toy: the rules as a table."""
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("What goes with what"))),
        "columns": compatibility_table.columns(),
        "tables": compatibility_table.tables(),
        "canonical": absolute_url(request.path),
        "alternates": page_urls.alternates(all_markets(), "catalog:goes_with"),
    }
    return cacheable(render(request, "catalog/goes_with.html", context))


def _listing(
    request: HttpRequest,
    found: ProductList,
    *,
    title: str,
    crumbs: Sequence[Crumb],
    description: str = "",
    alternates: Sequence[page_urls.Alternate] = (),
) -> HttpResponse:
    asked, page = found.filters, found.page
    context = {
        "title": title,
        "description": description,
        "crumbs": crumbs,
        "page": page,
        "facets": found.facets,
        "facet_query": {"sort": asked.sort if asked.sort is not filters.Sort.FEATURED else ""},
        "selected_count": asked.selected_count,
        "clear_url": request.path,
        "sort_options": _sort_options(request.path, asked),
        "query": asked.query,
        "children": found.sections,
        "canonical": absolute_url(request.path if page.number == 1 else f"{request.path}?page={page.number}"),
        "alternates": () if asked.query or page.number > 1 else alternates,
        "is_narrowed": bool(asked.query),
        "structured": [structured_data.script(structured_data.breadcrumb_list(crumbs))],
    }
    return cacheable(render(request, "catalog/listing.html", context), "catalog", "sections")


def _sort_options(path: str, asked: filters.Filters) -> list[dict[str, object]]:
    labels = {
        filters.Sort.FEATURED: _("Our order"),
        filters.Sort.PRICE: _("Price, low to high"),
        filters.Sort.PRICE_HIGH: _("Price, high to low"),
        filters.Sort.NEWEST: _("Newest"),
        filters.Sort.NAME: _("Name"),
    }
    return [
        {
            "label": label,
            "url": f"{path}?{query}" if (query := asked.sorted_by(sort).query) else path,
            "current": sort is asked.sort,
        }
        for sort, label in labels.items()
    ]


def _missing(request: HttpRequest, missing: NotListed) -> HttpResponse:
    status = 410 if missing.gone and not missing.elsewhere else 404
    return render(request, "catalog/not_listed.html", {"missing": missing}, status=status)
