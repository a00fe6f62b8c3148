"""The page that compares products; a shared page."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.models import Product
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import Market, active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.merchant.models import merchant_tag
from storefront.page_cache import cacheable
from storefront.tools.compare.comparison import MOST, compare
from storefront.tools.product_menu import UnknownChoice, find_product, menu_products, product_groups

PARAMETERS = ("a", "b", "c", "d")
_SHOWN = 60
"""Characters shown of a value that we do not know."""


@require_safe
def compare_products(request: HttpRequest) -> HttpResponse:
    """Compare up to four products, one per query parameter. An unknown one is refused in words, with status 404."""
    market = active_market()
    chosen, errors = _read({name: request.GET.getlist(name) for name in PARAMETERS}, market)
    products = list({product.pk: product for product in chosen.values()}.values())
    is_narrowed = bool(products or errors)
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("Compare products"))),
        "fields": [
            {
                "name": name,
                "label": _("Product %(number)s") % {"number": number},
                "chosen": chosen[name].slug if name in chosen else "",
                "error": errors.get(name, ""),
            }
            for number, name in enumerate(PARAMETERS, start=1)
        ],
        "groups": product_groups(menu_products(market), chosen=products, value=lambda product: product.slug),
        "comparison": compare(products, market, rests=_rests(products)) if len(products) > 1 else None,
        "is_half": len(products) == 1 and not errors,
        "most": MOST,
        "is_narrowed": is_narrowed,
        "canonical": absolute_url(request.path),
        "alternates": () if is_narrowed else alternates_in(all_markets(), "tools:compare"),
    }
    response = render(request, "tools/compare.html", context, status=404 if errors else 200)
    if errors:
        return response
    return cacheable(response, "catalog", "sections", merchant_tag(market.language), parameters=PARAMETERS)


def _read(asked: Mapping[str, list[str]], market: Market) -> tuple[dict[str, Product], dict[str, str]]:
    """The products by parameter, and what to say of those that we do not know. At most four queries."""
    chosen: dict[str, Product] = {}
    errors: dict[str, str] = {}
    for name, values in asked.items():
        if not any(values):
            continue
        try:
            chosen[name] = find_product(values[0] if len(values) == 1 else ", ".join(values), market)
        except UnknownChoice as unknown:
            errors[name] = _("We do not know “%(asked)s”. Choose from the list.") % {"asked": str(unknown)[:_SHOWN]}
    return chosen, errors


def _rests(products: Sequence[Product]) -> list[str]:
    """For each product, the query that compares the others."""
    slugs = [product.slug for product in products]
    return [
        urlencode(dict(zip(PARAMETERS, [*slugs[:index], *slugs[index + 1 :]], strict=False)))
        for index in range(len(slugs))
    ]
