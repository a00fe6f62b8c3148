"""Saleor's `priorPrice` of a variant in a channel: read it, and set it without touching any other price."""

from collections.abc import Sequence
from decimal import Decimal

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations
from storefront.saleor.types.base import Answer, Edges, Money, NetAndGross, Ref

MAX_VARIANTS = 20
"""Variants in one query, which Saleor counts as 5,000 of its limit of 50,000."""


class _Channel(Answer, frozen=True):
    slug: str


class ChannelListing(Answer, frozen=True):
    """A variant's prices in one channel, as the merchant entered them: with tax or without."""

    id: str
    channel: _Channel
    price: Money | None = None
    prior_price: Money | None = None


class _Pricing(Answer, frozen=True):
    price_undiscounted: NetAndGross | None = None


class PricedVariant(Answer, frozen=True):
    """A variant with its full price in the asked channel, taxed, and its listings in every channel."""

    id: str
    product: Ref
    pricing: _Pricing | None = None
    channel_listings: tuple[ChannelListing, ...] | None = None

    def listing_in(self, channel: str) -> ChannelListing | None:
        """Its listing in a channel."""
        return next((each for each in self.channel_listings or () if each.channel.slug == channel), None)


class _Problem(Answer, frozen=True):
    code: str


class _Result(Answer, frozen=True):
    errors: tuple[_Problem, ...] | None = None


class _Updated(Answer, frozen=True):
    results: tuple[_Result, ...] = ()

    @property
    def is_refused(self) -> bool:
        return any(result.errors for result in self.results)


def priced_variants(variant_ids: Sequence[str], *, channel: str, app: Credentials) -> tuple[PricedVariant, ...]:
    """Return those of these variants that Saleor has; at most MAX_VARIANTS. Raises SaleorError."""
    variables = {"ids": list(variant_ids), "channel": channel, "first": MAX_VARIANTS}
    operation = operations(OPERATIONS_DIR)["PriorPrices"]
    return api.execute(operation, Edges[PricedVariant], variables, caller=app).nodes


def set_prior_price(
    variant: PricedVariant, listing: ChannelListing, amount: Decimal | None, *, app: Credentials
) -> bool:
    """Set or remove the prior price of one listing; return whether Saleor did. Raises SaleorError.

    `productVariantChannelListingUpdate` would need the price too, so that a price set meanwhile would be lost, and it
    shows the full price until the promotions are worked out.
    """
    change = {"channelListing": listing.id, "priorPrice": None if amount is None else str(amount)}
    variables = {
        "product": variant.product.id,
        "variants": [{"id": variant.id, "channelListings": {"update": [change]}}],
    }
    updated = api.execute(operations(OPERATIONS_DIR)["SetPriorPrice"], _Updated, variables, caller=app)
    return not updated.is_refused
