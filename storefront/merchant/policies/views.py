"""The pages of policies: what is in force, and what was."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from storefront.core.markets import active_market, all_markets
from storefront.core.web.context_processors import market_links
from storefront.core.web.links import absolute_url, alternates_in
from storefront.merchant.models import POLICIES_TAG, merchant_tag
from storefront.merchant.policies import selectors, versions
from storefront.merchant.policies.kinds import PolicyKind
from storefront.page_cache import cacheable


@require_safe
def policy(request: HttpRequest, kind: str) -> HttpResponse:
    """A policy of the active market as it is in force."""
    market = active_market()
    found = selectors.published_policy(kind, market)
    if found is None:
        raise Http404
    others = [each for each in all_markets() if PolicyKind(kind) in selectors.policy_kinds(each)]
    context = {
        "policy": found,
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(others, "policies:policy", kind),
        "market_links": market_links(request, having=others),
    }
    return cacheable(render(request, "merchant/policy.html", context), POLICIES_TAG, merchant_tag(market.language))


@require_safe
def version(request: HttpRequest, digest: str) -> HttpResponse:
    """A policy as it was in force at some time. It never changes and says nothing about an order."""
    found = versions.kept_version(digest)
    if found is None:
        raise Http404
    response = render(request, "merchant/policy_version.html", {"version": found})
    response["X-Robots-Tag"] = "noindex"
    return cacheable(response)
