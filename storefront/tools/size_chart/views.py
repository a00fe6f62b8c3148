"""The page of sizes; a shared page."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.models import Product
from storefront.catalog.pages.size_diagram import pieces_of, true_size
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import Market, active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.page_cache import cacheable
from storefront.safety.rules import active_rules
from storefront.tools.product_menu import UnknownChoice, find_product, menu_products, product_groups
from storefront.tools.size_chart import drawing

SMALLEST, LARGEST, TRUE = 50, 200, 100
"""The scale in percent: what a screen may need, and what paper needs."""
_STEPS = (-10, -1, 1, 10)
_PARAMETERS = ("toy", "scale")
_SHOWN = 60
"""Characters shown of a value that we do not know."""


@require_safe
def size_chart(request: HttpRequest) -> HttpResponse:
    """Widths and lengths at their real size, and a toy's if one is chosen. What we do not know is refused in words."""
    market, errors = active_market(), {}
    toy, errors["toy"] = _toy(request.GET.getlist("toy"), market)
    percent, errors["scale"] = _percent(request.GET.getlist("scale"))
    has_errors = any(errors.values())
    is_narrowed = has_errors or toy is not None or percent != TRUE
    toys = [product for product in menu_products(market) if pieces_of(product.facts)]
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("Sizes at their real size"))),
        "percent": percent,
        "smallest": SMALLEST,
        "largest": LARGEST,
        "is_scaled": percent != TRUE,
        "steps": [
            {"by": f"{step:+d}", "query": _query(toy, percent + step)}
            for step in _STEPS
            if SMALLEST <= percent + step <= LARGEST
        ],
        "print_query": _query(toy, TRUE),
        "card": drawing.bank_card(percent),
        "ruler": drawing.ruler(percent),
        "circles": [drawing.circle(width, percent) for width in drawing.WIDTHS],
        "limits": [stage for stage in active_rules().stages if stage.max_diameter_mm],
        "toy": toy,
        "toy_name": toy.translated("name") if toy else "",
        "toy_drawings": [true_size(piece, percent) for piece in pieces_of(toy.facts)] if toy else (),
        "groups": product_groups(toys, chosen=[toy] if toy else (), value=lambda product: product.slug),
        "errors": errors,
        "is_narrowed": is_narrowed,
        "canonical": absolute_url(request.path),
        "alternates": () if is_narrowed else alternates_in(all_markets(), "tools:size_chart"),
    }
    response = render(request, "tools/size_chart.html", context, status=404 if has_errors else 200)
    return response if has_errors else cacheable(response, "catalog", "sections", parameters=_PARAMETERS)


def _toy(values: list[str], market: Market) -> tuple[Product | None, str]:
    """The toy that is asked for, or what to say instead. One query at most."""
    if not any(values):
        return None, ""
    try:
        product = find_product(values[0] if len(values) == 1 else ", ".join(values), market)
    except UnknownChoice as unknown:
        return None, _("We do not know “%(asked)s”. Choose from the list.") % {"asked": str(unknown)[:_SHOWN]}
    if not pieces_of(product.facts):
        return None, _("The sizes of this product are not all stated, so we cannot draw it.")
    return product, ""


def _percent(values: list[str]) -> tuple[int, str]:
    """The scale that is asked for, or what to say instead."""
    if not any(values):
        return TRUE, ""
    asked = values[0] if len(values) == 1 else ""
    if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(LARGEST)) and SMALLEST <= int(asked) <= LARGEST:
        return int(asked), ""
    error = _("Enter a whole number from %(low)s to %(high)s.") % {"low": SMALLEST, "high": LARGEST}
    return TRUE, error


def _query(toy: Product | None, percent: int) -> str:
    asked = {"toy": toy.slug} if toy else {}
    if percent != TRUE:
        asked["scale"] = str(percent)
    return urlencode(asked)
