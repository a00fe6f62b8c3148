"""The pages of the matcher: a shared one, and a personal one for what is in the cart."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.cart.selectors import products_by_variant
from storefront.cart.services import Cart
from storefront.catalog import selectors
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import Market, active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.core.web.private_pages import private
from storefront.merchant.models import merchant_tag
from storefront.page_cache import cacheable
from storefront.tools.matcher import table
from storefront.tools.matcher.answers import answer_for
from storefront.tools.matcher.cart import everything_in, with_choice
from storefront.tools.matcher.choices import Choice, option_groups, read_choice
from storefront.tools.product_menu import UnknownChoice

_PARAMETERS = ("one", "other")
_CART = "cart"
"""The value that asks for what is in the cart."""
_SHOWN = 60
"""Characters shown of a value that we do not know."""


@require_safe
def goes_with(request: HttpRequest) -> HttpResponse:
    """Whether two things go together, and the whole table. An unknown choice is refused in words, with status 404."""
    asked = {name: request.GET.getlist(name) for name in _PARAMETERS}
    if [_CART] in asked.values():
        others = [values[0] for values in asked.values() if values and values != [_CART]]
        query = f"?{urlencode({'one': others[0]})}" if others else ""
        return HttpResponseRedirect(f"{reverse('tools:goes_with_cart')}{query}")
    market = active_market()
    chosen, errors = _read(asked, market)
    one, other = chosen["one"], chosen["other"]
    has_choice = one is not None or other is not None
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("What goes with what"))),
        "one": one.value if one else "",
        "other": other.value if other else "",
        "errors": errors,
        "groups": option_groups(market, [one, other]),
        "answer": answer_for(one, other, market) if one and other else None,
        "is_half": has_choice and not (one and other) and not errors,
        "columns": table.columns(),
        "tables": table.tables(),
        "is_narrowed": has_choice or bool(errors),
        "canonical": absolute_url(request.path),
        "alternates": () if has_choice or errors else alternates_in(all_markets(), "tools:goes_with"),
    }
    response = render(request, "tools/goes_with.html", context, status=404 if errors else 200)
    if errors:
        return response
    return cacheable(response, "catalog", "sections", merchant_tag(market.language), parameters=_PARAMETERS)


@require_safe
@private
def goes_with_cart(request: HttpRequest) -> HttpResponse:
    """Whether the items in the cart go together, or with what was chosen. Saleor is not asked."""
    market = active_market()
    chosen, errors = _read({"one": request.GET.getlist("one")}, market)
    one = chosen["one"]
    held = products_by_variant(Cart.for_request(request).held)
    context = {
        "crumbs": (Crumb(_("What goes with what"), reverse("tools:goes_with")), Crumb(_("In your cart"))),
        "errors": errors,
        "chosen": one,
        "groups": option_groups(market, [one]),
        "has_items": bool(held),
        "with_choice": with_choice(one, held) if one else (),
        "in_cart": everything_in(held),
    }
    return render(request, "tools/goes_with_cart.html", context, status=404 if errors else 200)


def _read(asked: Mapping[str, list[str]], market: Market) -> tuple[dict[str, Choice | None], dict[str, str]]:
    """The choices by parameter, and what to say of those that we do not know."""
    chosen: dict[str, Choice | None] = {}
    errors: dict[str, str] = {}
    for name, values in asked.items():
        try:
            chosen[name] = read_choice(values, market)
        except UnknownChoice as unknown:
            chosen[name] = None
            errors[name] = _("We do not know “%(asked)s”. Choose from the list.") % {"asked": str(unknown)[:_SHOWN]}
    return chosen, errors
