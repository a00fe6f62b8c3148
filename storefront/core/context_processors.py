"""What every template may read: the market and whether the sandbox serves. Nothing about the visitor."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from storefront.core.emergency_numbers import emergency_number_for
from storefront.core.markets import active_market, all_markets, prefix_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketLink:
    """One entry of the market switcher."""

    label: str
    language: str
    currency: str
    url: str
    current: bool


def shop(request: HttpRequest) -> dict[str, object]:
    """The same for every visitor of an address.

    `market` (Market), `market_prefix` ("" or "/en-us"), `market_links` (one per market: where this page is there),
    `emergency` (LocalNumber, or None where we know no number), `sandbox` (bool: no order is real).
    """
    current = active_market()
    bare = _without_prefix(request.path)
    return {
        "market": current,
        "market_prefix": prefix_of(current),
        "market_links": [
            MarketLink(
                label=market.label,
                language=market.language,
                currency=market.currency,
                url=f"{prefix_of(market)}{bare}",
                current=market == current,
            )
            for market in all_markets()
        ],
        "emergency": emergency_number_for("emergency", current),
        "sandbox": not settings.SALEOR_API_URL,
    }


def _without_prefix(path: str) -> str:
    for market in all_markets()[1:]:
        if path.startswith(f"/{market.language}/"):
            return path.removeprefix(f"/{market.language}")
    return path
