"""The prices that lines of a cart had before a promotion, as product pages state them."""

from decimal import Decimal

from storefront.catalog.models import Offer
from storefront.saleor.prices.order_summary import OrderSummary
from storefront.saleor.types import Checkout, Money


def totals_before(checkout: Checkout, summary: OrderSummary) -> dict[str, Money]:
    """Return, by line ID, what the reduced lines of a checkout cost before. One query if there are any.

    A line whose price is not the one that the product page shows now is left out.
    """
    reduced = [
        (line, amount.total) for line, amount in zip(checkout.lines, summary.lines, strict=True) if amount.is_reduced
    ]
    if not reduced:
        return {}
    offers = Offer.objects.filter(
        channel=checkout.channel.slug, variant__saleor_id__in=[line.variant.id for line, _ in reduced]
    ).select_related("variant")
    prices = {offer.variant.saleor_id: (offer.money, offer.money_before) for offer in offers}
    found: dict[str, Money] = {}
    for line, total in reduced:
        now, before = prices.get(line.variant.id, (None, None))
        if now and before and _times(now, line.quantity) == total.amount:
            found[line.id] = Money(amount=_times(before, line.quantity), currency=total.currency)
    return found


def _times(price: Money, quantity: int) -> Decimal:
    return price.amount * quantity
