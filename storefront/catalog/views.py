"""The shop's pages. Each response is the same for every visitor, so that it can be cached, and none asks Saleor."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.listing import filters
from storefront.catalog.models import Category, Collection
from storefront.catalog.pages import seo
from storefront.catalog.pages.product_page import NotListed, product_page
from storefront.catalog.pages.view_models import Crumb
from storefront.catalog.selectors import ProductList
from storefront.core.markets import active_market, all_markets
from storefront.core.text.localized_text import LocalizedText, first_in_language
from storefront.core.web.links import Alternate, absolute_url, alternates_in
from storefront.merchant.models import merchant_tag
from storefront.page_cache import cacheable


@require_safe
def shop(request: HttpRequest) -> HttpResponse:
    """Everything that this market sells."""
    found = selectors.product_list(active_market(), filters.parse(request.GET))
    alternates = alternates_in(all_markets(), "catalog:shop")
    return _listing(request, found, title=_("Shop"), crumbs=(Crumb(_("Shop")),), alternates=alternates)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category with its subcategories."""
    row = selectors.category_by_slug(slug)
    if row is None:
        return _not_listed(request, NotListed(gone=Category.objects.filter(slug=slug).exists()))
    found = selectors.product_list(active_market(), filters.parse(request.GET), category=row)
    title = row.translated("name")
    crumbs = (*selectors.shop_crumbs(Category.objects.above(row)), Crumb(title))
    alternates = alternates_in(all_markets(), "catalog:category", slug)
    return _listing(request, found, title=title, crumbs=crumbs, description=_description(row), alternates=alternates)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection."""
    row = selectors.collection_by_slug(slug, active_market())
    if row is None:
        return _not_listed(request, NotListed())
    found = selectors.product_list(active_market(), filters.parse(request.GET), collection=row)
    title = row.translated("name")
    crumbs = (*selectors.shop_crumbs(()), Crumb(title))
    return _listing(request, found, title=title, crumbs=crumbs, description=_description(row))


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """A product, or why this market does not show it."""
    asked = request.GET.get("variant", "")
    page = product_page(slug, active_market(), variant_id=asked)
    if isinstance(page, NotListed):
        return HttpResponsePermanentRedirect(page.moved_to) if page.moved_to else _not_listed(request, page)
    context = {
        "page": page,
        "query": urlencode({"variant": asked}) if any(variant.id == asked for variant in page.variants) else "",
        "crumbs": page.crumbs,
        "canonical": absolute_url(page.url),
        "alternates": page.alternates,
        "structured": [seo.json_ld(seo.product_data(page)), seo.json_ld(seo.breadcrumb_list(page.crumbs))],
    }
    tags = (f"product:{pk}" for pk in page.product_pks)
    response = render(request, "catalog/product.html", context)
    terms = merchant_tag(active_market().language)
    return cacheable(response, "sections", "guides", terms, *tags, parameters=("variant",))


def _description(described: Category | Collection) -> LocalizedText:
    return first_in_language(described.translated("seo_description"), selectors.plain_description(described))


def _listing(
    request: HttpRequest,
    found: ProductList,
    *,
    title: str,
    crumbs: Sequence[Crumb],
    description: LocalizedText | None = None,
    alternates: Sequence[Alternate] = (),
) -> HttpResponse:
    asked, page = found.filters, found.page
    context = {
        "title": title,
        "description": description or "",
        "crumbs": crumbs,
        "page": page,
        "facets": found.facets,
        "has_folded": any(facet.is_folded for facet in found.facets),
        "facet_query": {"sort": asked.sort if asked.sort is not filters.Sort.FEATURED else ""},
        "selected_count": asked.selected_count,
        "clear_url": request.path,
        "sort_options": _sort_options(request.path, asked),
        "query": asked.query,
        "children": found.sections,
        "canonical": absolute_url(request.path if page.number == 1 else f"{request.path}?page={page.number}"),
        "alternates": () if asked.query or page.number > 1 else alternates,
        "is_narrowed": bool(asked.query),
        "structured": [seo.json_ld(seo.breadcrumb_list(crumbs))],
    }
    response = render(request, "catalog/listing.html", context)
    terms = merchant_tag(active_market().language)
    return cacheable(response, "catalog", "sections", terms, parameters=filters.PARAMETERS)


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


def _not_listed(request: HttpRequest, missing: NotListed) -> HttpResponse:
    status = 410 if missing.gone and not missing.elsewhere else 404
    return render(request, "catalog/not_listed.html", {"missing": missing}, status=status)
