"""The prior price of a reduction, as pages and other rooms read it."""

from storefront.catalog.models import Offer, Variant
from storefront.saleor.types import Money


def lowest_price_of_30_days(variant: Variant, channel: str) -> Money | None:
    """Return the lowest price of the 30 days before the variant's current reduction; None if none may be announced.

    Rows that are loaded already hold it: `Offer.money_before`, and `Listing.money_before` for a product's cheapest
    variant.
    """
    offer = Offer.objects.filter(variant=variant, channel=channel).first()
    return offer.money_before if offer else None
