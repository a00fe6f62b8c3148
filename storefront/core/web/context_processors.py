"""Template context for every page: the market, and whether the sandbox is in use. Nothing about the visitor."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from storefront.core.markets import Market, active_market, all_markets, emergency_number_for, prefix_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketLink:
    """An entry of the market switcher."""

    label: str
    language: str
    currency: str
    url: str
    current: bool


def shop(request: HttpRequest) -> dict[str, object]:
    """Return context that is the same for every visitor of a URL.

    `market` (Market), `market_prefix` ("" or "/en-us"), `market_links` (this page in each market), `emergency`
    (EmergencyNumber or None), `sandbox` (True when no order is real), `added` ("1" or "more" where "Add to cart" leads
    back to without scripts, else empty).
    """
    current = active_market()
    return {
        "market": current,
        "market_prefix": prefix_of(current),
        "market_links": market_links(request),
        "emergency": emergency_number_for("emergency", current),
        "sandbox": not settings.SALEOR_API_URL,
        "added": added if (added := request.GET.get("added", "")) in ("1", "more") else "",
    }


def market_links(request: HttpRequest, having: Collection[Market] | None = None) -> list[MarketLink]:
    """Return links to this page in each market; to the home page of those that are not in `having` and lack it."""
    current, bare = active_market(), _without_prefix(request.path)
    return [
        MarketLink(
            label=market.label,
            language=market.language,
            currency=market.currency,
            url=f"{prefix_of(market)}{bare if having is None or market in having else '/'}",
            current=market == current,
        )
        for market in all_markets()
    ]


def _without_prefix(path: str) -> str:
    for market in all_markets()[1:]:
        if path.startswith(f"/{market.language}/"):
            return path.removeprefix(f"/{market.language}")
    return path
