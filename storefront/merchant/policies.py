"""The policies of a market: what pages link to, what is in force, and what was when somebody ordered."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from storefront.core.crypto import keyed_hash, keyed_hashes
from storefront.core.markets import Market, all_markets, default_market
from storefront.core.web.links import absolute_url
from storefront.merchant.brand import brand_of
from storefront.merchant.identity import Merchant, merchant_of
from storefront.merchant.models import POLICIES_TAG, OrderPolicies, Policy, PolicyVersion
from storefront.merchant.policy_kinds import KIND_NAMES, PolicyKind
from storefront.merchant.policy_text import LABELS, filled, plain_text
from storefront.merchant.statements import delivery_time
from storefront.page_cache.process_values import ProcessValue

KEEP_FOR = timedelta(days=3 * 366)
"""How long the policies of an order are kept: claims from a contract become barred after three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLink:
    """A policy that a market shows. `url` is a path."""

    kind: PolicyKind
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPolicy:
    """A policy as a page shows it, in the language of its market."""

    kind: PolicyKind
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPolicy:
    """A policy as it was in force; `text` is plain."""

    kind: PolicyKind
    title: str
    text: str
    in_force_from: datetime
    url: str


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
            delivery_time=delivery_time(merchant),
            withdraw_url=absolute_url(reverse("orders:withdraw")),
        )
        html = filled(policy.body, values)
    return ShownPolicy(kind=policy.policy_kind, title=policy.title, html=mark_safe(html))  # noqa: S308 (nh3 cleaned it)


@transaction.atomic
def keep_for_order(order_id: str, market: Market) -> None:
    """Keep which policies are in force for an order that was just placed. A second call changes nothing."""
    if _kept(order_id) is None:
        kept, _ = OrderPolicies.objects.get_or_create(order_hash=keyed_hash(order_id))
        kept.versions.set(_versions_in_force(market))


def policies_of_order(order_id: str) -> tuple[KeptPolicy, ...]:
    """Return the policies that were in force when the order was placed; none where that was not kept."""
    kept = _kept(order_id)
    return _in_order(kept.versions.all()) if kept else ()


def kept_version(digest: str) -> PolicyVersion | None:
    """Return a version by its digest."""
    return PolicyVersion.objects.filter(digest=digest).first()


def prune() -> None:
    """Delete what orders keep after KEEP_FOR, and versions that no order keeps any more."""
    limit = timezone.now() - KEEP_FOR
    OrderPolicies.objects.filter(kept_at__lt=limit).delete()
    PolicyVersion.objects.filter(orders=None, in_force_from__lt=limit).delete()


def _values(merchant: Merchant, **others: str) -> dict[str, str]:
    """Return what placeholders stand for, line by line."""
    values = {name: _as_text(getattr(merchant, name)) for name in LABELS if hasattr(merchant, name)}
    seller = " ".join(filter(None, (merchant.legal_name, merchant.legal_form)))
    return {
        **values,
        "seller": seller,
        "service_phone": merchant.service_phone or merchant.phone,
        "return_address": _as_text(merchant.return_address or merchant.address),
        **others,
    }


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def _kept(order_id: str) -> OrderPolicies | None:
    return OrderPolicies.objects.filter(order_hash__in=keyed_hashes(order_id)).first()


def _versions_in_force(market: Market) -> list[PolicyVersion]:
    versions = []
    for policy in Policy.objects.filter(market=market.language, live=True):
        shown = shown_policy(policy)
        text = plain_text(shown.html)
        digest = hashlib.sha256("\n".join((policy.market, policy.kind, policy.title, text)).encode()).hexdigest()
        values = {"market": policy.market, "kind": policy.kind, "title": policy.title, "text": text}
        versions.append(PolicyVersion.objects.get_or_create(digest=digest, defaults=values)[0])
    return versions


def _in_order(versions: Iterable[PolicyVersion]) -> tuple[KeptPolicy, ...]:
    kept = (
        KeptPolicy(
            kind=PolicyKind(version.kind),
            title=version.title,
            text=version.text,
            in_force_from=version.in_force_from,
            url=reverse("policies:version", args=[version.digest]),
        )
        for version in versions
    )
    order = list(KIND_NAMES)
    return tuple(sorted(kept, key=lambda policy: order.index(policy.kind)))


def _load() -> dict[str, dict[PolicyKind, str]]:
    titles: dict[str, dict[PolicyKind, str]] = {}
    for market, kind, title in Policy.objects.filter(live=True).values_list("market", "kind", "title"):
        titles.setdefault(market, {})[PolicyKind(kind)] = title
    return titles


_titles: ProcessValue[dict[str, dict[PolicyKind, str]]] = ProcessValue(_load, tag=POLICIES_TAG, fallback=dict)
