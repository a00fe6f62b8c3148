"""What a merchant confirms in writing before a catalogue that states little can be sold: everything."""

from storefront.core.markets import all_markets
from storefront.merchant.duties.rules import DUTIES
from storefront.merchant.models.confirmations import TAG, DutyConfirmation
from storefront.page_cache import invalidate


def confirm_every_duty() -> None:
    """Confirm each duty for each market and all products. Safe to repeat."""
    for market in all_markets():
        for duty in DUTIES:
            DutyConfirmation.objects.get_or_create(
                duty=duty.id, market=market.language, product="", text="These are goods of a test.", person="A test"
            )
    invalidate(TAG)
