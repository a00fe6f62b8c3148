"""What can be bought, and how many: the checks that Saleor makes before a line may stand."""

from collections.abc import Iterable, Mapping

from storefront.sandbox.errors import Problem, Refusal, refuse
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Channel, Listing, Price, Variant

QUANTITY_LIMIT = 50


def not_for_sale(variants: Iterable[Variant], channel: Channel) -> set[int]:
    """The keys of those that a shopper of the channel may not buy: not published, not for sale, or without a price."""
    wanted = {variant.pk for variant in variants}
    bought = Price.objects.filter(
        channel=channel,
        variant__in=wanted,
        variant__product__listings__channel=channel,
        variant__product__listings__is_published=True,
        variant__product__listings__is_for_sale=True,
    )
    return wanted - set(bought.values_list("variant_id", flat=True))


def check_for_sale(variants: Iterable[Variant], channel: Channel) -> None:
    """Refuse variants that are not for sale, not priced, or not published in the channel, in Saleor's order."""
    wanted = list(variants)
    listings = {row.product_id: row for row in Listing.objects.filter(channel=channel)}
    priced = set(Price.objects.filter(channel=channel, variant__in=wanted).values_list("variant_id", flat=True))
    _none_of(
        (one for one in wanted if not (listings.get(one.product_id) and listings[one.product_id].is_for_sale)),
        "PRODUCT_UNAVAILABLE_FOR_PURCHASE",
        "Cannot add lines for unavailable for purchase variants.",
    )
    _none_of(
        (one for one in wanted if one.pk not in priced),
        "UNAVAILABLE_VARIANT_IN_CHANNEL",
        "Cannot add lines with unavailable variants.",
    )
    _none_of(
        (one for one in wanted if not listings[one.product_id].is_published),
        "PRODUCT_NOT_PUBLISHED",
        "Cannot add lines for unpublished variants.",
    )


def _none_of(bad: Iterable[Variant], code: str, message: str) -> None:
    ids = tuple(global_id("ProductVariant", variant.pk) for variant in bad)
    if ids:
        raise refuse("lines", code, message, variants=ids)


def check_quantities(wanted: Mapping[Variant, int], *, zero_allowed: bool) -> None:
    """Refuse quantities below one (or zero), above the limit of 50, or above what is left."""
    lowest = 0 if zero_allowed else 1
    if any(quantity < lowest for quantity in wanted.values()):
        words = "higher or equal zero" if zero_allowed else "higher than zero"
        raise refuse("quantity", "ZERO_QUANTITY", f"The quantity should be {words}.")
    for variant, quantity in wanted.items():
        if quantity > QUANTITY_LIMIT:
            name = global_id("ProductVariant", variant.pk)
            message = f"Cannot add more than {QUANTITY_LIMIT} times this item: {variant.name or name}."
            raise refuse("quantity", "QUANTITY_GREATER_THAN_LIMIT", message)
    short = [variant for variant, quantity in wanted.items() if quantity > variant.stock]
    if short:
        raise Refusal(
            [
                Problem(
                    field="quantity",
                    code="INSUFFICIENT_STOCK",
                    message=f"Could not add items {variant.name}. Only {variant.stock} remaining in stock.",
                )
                for variant in short
            ]
        )
