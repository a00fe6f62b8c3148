"""Checks before a line is put into a checkout: is it for sale, and are enough left?"""

from collections.abc import Iterable, Mapping

from storefront.sandbox.graphql.errors import MutationRefused, Problem, refuse
from storefront.sandbox.graphql.global_ids import global_id
from storefront.sandbox.models import Channel, Listing, Price, Variant

MAX_QUANTITY = 50


def not_for_sale(variants: Iterable[Variant], channel: Channel) -> set[int]:
    """Return the keys of variants that are not published, not for sale or without a price in the channel."""
    wanted = {variant.pk for variant in variants}
    bought = Price.objects.filter(
        channel=channel,
        variant__in=wanted,
        variant__product__listings__channel=channel,
        variant__product__listings__is_published=True,
        variant__product__listings__is_available_for_purchase=True,
    )
    return wanted - set(bought.values_list("variant_id", flat=True))


def check_for_sale(variants: Iterable[Variant], channel: Channel) -> None:
    """Refuse variants that are not for sale, not priced or not published in the channel, in Saleor's order."""
    wanted = list(variants)
    listings = {row.product_id: row for row in Listing.objects.filter(channel=channel)}
    for_sale = {key for key, row in listings.items() if row.is_available_for_purchase}
    published = {key for key, row in listings.items() if row.is_published}
    priced = set(Price.objects.filter(channel=channel, variant__in=wanted).values_list("variant_id", flat=True))
    _refuse_any((each for each in wanted if each.product_id not in for_sale), "PRODUCT_UNAVAILABLE_FOR_PURCHASE")
    _refuse_any((each for each in wanted if each.pk not in priced), "UNAVAILABLE_VARIANT_IN_CHANNEL")
    _refuse_any((each for each in wanted if each.product_id not in published), "PRODUCT_NOT_PUBLISHED")


def check_quantities(wanted: Mapping[Variant, int], *, is_zero_allowed: bool) -> None:
    """Refuse quantities below one (or zero), above the limit, or above what is left."""
    if any(quantity < (0 if is_zero_allowed else 1) for quantity in wanted.values()):
        raise refuse("quantity", "ZERO_QUANTITY")
    if any(quantity > (row.quantity_limit_per_customer or MAX_QUANTITY) for row, quantity in wanted.items()):
        raise refuse("quantity", "QUANTITY_GREATER_THAN_LIMIT")
    short = [variant for variant, quantity in wanted.items() if quantity > variant.stock]
    if short:
        raise MutationRefused(*(Problem(field="quantity", code="INSUFFICIENT_STOCK") for _ in short))


def _refuse_any(variants: Iterable[Variant], code: str) -> None:
    ids = tuple(global_id("ProductVariant", variant.pk) for variant in variants)
    if ids:
        raise refuse("lines", code, variants=ids)
