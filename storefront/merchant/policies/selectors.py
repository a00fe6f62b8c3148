"""The published policies of a market, with the merchant's facts filled in."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from storefront.addresses.formatting import country_name
from storefront.core.markets import Market, all_markets, default_market
from storefront.core.web.links import absolute_url
from storefront.merchant.branding.brand import brand_of
from storefront.merchant.identity import Merchant, merchant_of
from storefront.merchant.models import POLICIES_TAG, Policy
from storefront.merchant.policies.kinds import KIND_NAMES, PolicyKind
from storefront.merchant.policies.text import LABELS, filled
from storefront.merchant.statements import delivery_days
from storefront.page_cache.process_values import ProcessValue
from storefront.saleor.types import Country


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLink:
    """A policy that a market shows. `url` is a path."""

    kind: PolicyKind
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPolicy:
    """A policy as a page shows it, in the language of its market. A draft was never published and has no date."""

    kind: PolicyKind
    title: str
    html: SafeString
    in_force_from: datetime | None


def policy_links(market: Market) -> tuple[PolicyLink, ...]:
    """Return the market's policies as pages link to them. No query once the process has read them."""
    titles = _titles.get().get(market.language, {})
    with override(market.language):
        return tuple(
            PolicyLink(kind=kind, title=titles[kind], url=reverse("policies:policy", args=[kind]))
            for kind in KIND_NAMES
            if kind in titles
        )


def policy_url(kind: PolicyKind, market: Market) -> str:
    """Return the path of a policy; empty where the market has none of this kind."""
    return next((link.url for link in policy_links(market) if link.kind is kind), "")


def policy_kinds(market: Market) -> frozenset[PolicyKind]:
    """Return the kinds of policies that the market has published."""
    return frozenset(_titles.get().get(market.language, {}))


def published_policy(kind: str, market: Market) -> ShownPolicy | None:
    """Return a policy as its page shows it, or None."""
    policy = Policy.objects.filter(market=market.language, kind=kind, live=True).first()
    return shown_policy(policy) if policy else None


def shown_policy(policy: Policy) -> ShownPolicy:
    """Return a policy with the merchant's facts filled in."""
    market = next((market for market in all_markets() if market.language == policy.market), default_market())
    merchant = merchant_of(market)
    with override(market.language):
        values = _values(
            merchant,
            shop_name=brand_of(market).name,
            delivery_time=delivery_days(merchant),
            withdraw_url=absolute_url(reverse("orders:withdraw")),
        )
        html = filled(policy.body, values)
    return ShownPolicy(
        kind=policy.policy_kind,
        title=policy.title,
        html=mark_safe(html),  # noqa: S308 (nh3 cleaned it)
        in_force_from=policy.last_published_at,
    )


def _values(merchant: Merchant, **others: str) -> dict[str, str]:
    """Return the value of each placeholder, line by line."""
    values = {name: _as_text(getattr(merchant, name)) for name in LABELS if hasattr(merchant, name)}
    seller = " ".join(filter(None, (merchant.legal_name, merchant.legal_form)))
    return {
        **values,
        "seller": seller,
        "service_phone": merchant.service_phone or merchant.phone,
        "return_address": _as_text(merchant.return_address or merchant.address),
        "delivery_countries": ", ".join(
            country_name(Country(code=code, country=code)) for code in merchant.delivery_countries
        ),
        **others,
    }


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _load() -> dict[str, dict[PolicyKind, str]]:
    titles: dict[str, dict[PolicyKind, str]] = {}
    for market, kind, title in Policy.objects.filter(live=True).values_list("market", "kind", "title"):
        titles.setdefault(market, {})[PolicyKind(kind)] = title
    return titles


_titles: ProcessValue[dict[str, dict[PolicyKind, str]]] = ProcessValue(_load, tag=POLICIES_TAG, fallback=dict)
