"""The policies that were in force when an order was placed, kept for as long as claims from the order can be made."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from storefront.core.crypto import keyed_hash, keyed_hashes
from storefront.core.markets import Market
from storefront.merchant.models import OrderPolicies, Policy, PolicyVersion
from storefront.merchant.policies.kinds import KIND_NAMES, PolicyKind
from storefront.merchant.policies.selectors import shown_policy
from storefront.merchant.policies.text import plain_text

KEEP_FOR = timedelta(days=3 * 366)
"""How long the policies of an order are kept: claims from a contract become barred after three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPolicy:
    """A policy as it was in force; `text` is plain."""

    kind: PolicyKind
    title: str
    text: str
    in_force_from: datetime
    url: str


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
