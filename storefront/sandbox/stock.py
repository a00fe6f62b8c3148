"""What can be bought, and how many."""

from collections.abc import Mapping

from storefront.sandbox.ids import global_id
from storefront.sandbox.models import Channel, Listing, Price, Variant
from storefront.sandbox.refusals import Problem, Refusal, refuse

QUANTITY_LIMIT = 50


def for_sale(variant: Variant, channel: Channel) -> bool:
    """Whether a shopper of the channel may buy the variant: published, for sale, and priced."""
    listed = Listing.objects.filter(
        product=variant.product_id, channel=channel, is_published=True, is_for_sale=True
    )
    return listed.exists() and Price.objects.filter(variant=variant, channel=channel).exists()
