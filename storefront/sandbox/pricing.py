"""What a checkout costs. Everything is gross, in the channel's currency; a voucher's worth is spread over the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from storefront.sandbox.answers.base import to_cents
from storefront.sandbox.models import Checkout, CheckoutLine, Price, Voucher, VoucherListing

PRICES_HOLD = timedelta(hours=1)
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line with its share of the discount taken off."""

    line: CheckoutLine
    total: Decimal

    @property
    def unit(self) -> Decimal:
        """What one piece comes to."""
        return to_cents(self.total / self.line.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A whole checkout: `total` is what is left to pay after gift cards."""

    lines: tuple[PricedLine, ...]
    discount: Decimal
    shipping: Decimal
    gift_cards: Decimal

    @property
    def subtotal(self) -> Decimal:
        """The lines, discounted."""
        return sum((line.total for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        """Lines and delivery, less gift cards."""
        return self.subtotal + self.shipping - self.gift_cards


def price(checkout: Checkout) -> Priced:
    """Work out a checkout from the prices it holds."""
    lines = list(checkout.lines.select_related("variant__product__product_type"))
    totals = [line.price * line.quantity for line in lines]
    discount = _worth(checkout.voucher, checkout, sum(totals, ZERO))
    priced = tuple(
        PricedLine(line=line, total=total - share)
        for line, total, share in zip(lines, totals, spread(discount, totals), strict=True)
    )
    shipping = checkout.delivery.price if checkout.delivery and lines else ZERO
    to_pay = sum((line.total for line in priced), ZERO) + shipping
    on_cards = sum((card.balance for card in checkout.gift_cards.all() if card.is_active), ZERO)
    return Priced(lines=priced, discount=discount, shipping=shipping, gift_cards=min(on_cards, to_pay))


def spread(discount: Decimal, totals: Sequence[Decimal]) -> list[Decimal]:
    """Shares of a discount in proportion to the totals, to the cent; the last one takes what rounding leaves."""
    whole = sum(totals, ZERO)
    if not discount or not whole:
        return [ZERO] * len(totals)
    shares = [to_cents(discount * total / whole) for total in totals[:-1]]
    return [*shares, discount - sum(shares, ZERO)]


def hold_prices(checkout: Checkout) -> None:
    """Read the lines' prices anew and hold them for an hour; a voucher that no longer applies is dropped.

    The caller saves the checkout.
    """
    today = {
        row.variant_id: row
        for row in Price.objects.filter(channel=checkout.channel, variant__checkoutline__checkout=checkout)
    }
    changed = []
    for line in checkout.lines.all():
        row = today.get(line.variant_id)
        if row and (line.price, line.full_price) != (row.amount, row.full_amount):
            line.price, line.full_price = row.amount, row.full_amount
            changed.append(line)
    CheckoutLine.objects.bulk_update(changed, ["price", "full_price"])
    checkout.prices_until = timezone.now() + PRICES_HOLD
    if checkout.voucher and not applies(checkout.voucher, checkout):
        checkout.voucher = None


def renew_stale_prices(checkout: Checkout) -> None:
    """Read prices anew when the hour is over; a checkout is read often, so nothing is written before."""
    if checkout.prices_until <= timezone.now():
        hold_prices(checkout)
        checkout.save(update_fields=["prices_until", "voucher"])


def listing_of(voucher: Voucher, checkout: Checkout) -> VoucherListing | None:
    """What the voucher is worth in the checkout's channel, or None when it does not apply there."""
    return voucher.listings.filter(channel=checkout.channel).first()


def usable(voucher: Voucher) -> bool:
    """Whether the voucher is active and not used up."""
    return voucher.is_active and (voucher.usage_limit is None or voucher.used < voucher.usage_limit)


def applies(voucher: Voucher, checkout: Checkout) -> bool:
    """Whether the voucher may be used by this checkout now."""
    listing = listing_of(voucher, checkout)
    if listing is None or not usable(voucher):
        return False
    subtotal = sum((line.price * line.quantity for line in checkout.lines.all()), ZERO)
    return listing.min_spent is None or subtotal >= listing.min_spent


def _worth(voucher: Voucher | None, checkout: Checkout, subtotal: Decimal) -> Decimal:
    listing = listing_of(voucher, checkout) if voucher else None
    if voucher is None or listing is None:
        return ZERO
    if voucher.kind == Voucher.Kind.PERCENT:
        return to_cents(subtotal * listing.value / 100)
    return min(listing.value, subtotal)
