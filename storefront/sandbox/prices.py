"""What a checkout costs: prices are gross and hold for an hour, a voucher's value is spread over the lines."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from storefront.sandbox.models import Checkout, CheckoutLine, Price, Totals, Voucher, VoucherListing
from storefront.sandbox.money import ZERO, TaxedMoney, to_cents, with_tax
from storefront.sandbox.stock import not_for_sale

PRICES_HOLD = timedelta(hours=1)


def totals_of(checkout: Checkout) -> Totals:
    """Return the checkout's amounts at the prices that it holds, worked out once until it is saved."""
    if checkout.totals is None:
        checkout.totals = _work_out(checkout)
    return checkout.totals


def _work_out(checkout: Checkout) -> Totals:
    """Return the amounts; as in Saleor, the subtotal is that of the last change, also when a line was deleted since."""
    rate, currency = checkout.tax_rate, checkout.currency
    lines = checkout.priced_lines if checkout.priced_lines is not None else _lines_of(checkout)
    discount = _set_prices(lines, checkout, rate=rate)
    unavailable = not_for_sale((line.variant for line in lines), checkout.channel)
    for line in lines:
        line.is_for_sale = line.variant_id not in unavailable
    subtotal = TaxedMoney(gross=checkout.subtotal_gross, net=checkout.subtotal_net, currency=currency)
    sent_for = checkout.delivery.price if checkout.delivery and lines else ZERO
    shipping = with_tax(sent_for, rate=rate, currency=currency)
    to_pay = subtotal + shipping
    cards = tuple(checkout.gift_cards.all())
    balance = sum((card.current_balance for card in cards if card.is_active), ZERO)
    payments = list(checkout.transactions.all())
    return Totals(
        lines=lines,
        gift_cards=cards,
        discount=discount,
        subtotal_price=subtotal,
        shipping_price=shipping,
        total_price=to_pay.less(balance),
        paid_by_gift_cards=min(balance, to_pay.gross),
        charged=sum((each.charged_amount + each.charge_pending_amount for each in payments), ZERO),
        authorized=sum((each.authorized_amount for each in payments), ZERO),
    )


def _lines_of(checkout: Checkout) -> tuple[CheckoutLine, ...]:
    lines = checkout.lines.select_related("variant__product__product_type")
    return tuple(lines.prefetch_related("variant__prices__channel"))


def _set_prices(lines: Sequence[CheckoutLine], checkout: Checkout, *, rate: Decimal) -> Decimal:
    """Give the lines their prices after the voucher, and return what it takes off."""
    full = [line.price * line.quantity for line in lines]
    discount = _value(checkout.voucher, checkout, sum(full, ZERO))
    for line, amount, share in zip(lines, full, spread(discount, full), strict=True):
        line.total_price = with_tax(amount - share, rate=rate, currency=checkout.currency)
        line.unit_price = with_tax(to_cents((amount - share) / line.quantity), rate=rate, currency=checkout.currency)
    return discount


def spread(discount: Decimal, amounts: Sequence[Decimal]) -> list[Decimal]:
    """Return shares of a discount in proportion to the amounts, to the cent; the last takes the rounding."""
    whole = sum(amounts, ZERO)
    if not discount or not whole:
        return [ZERO] * len(amounts)
    shares = [to_cents(discount * amount / whole) for amount in amounts[:-1]]
    return [*shares, discount - sum(shares, ZERO)]


def hold_prices(checkout: Checkout) -> None:
    """Read the lines' present prices and hold them for an hour; drop a voucher that no longer applies.

    The caller saves the checkout, and changes no line after this.
    """
    current = {
        row.variant_id: row
        for row in Price.objects.filter(channel=checkout.channel, variant__checkoutline__checkout=checkout)
    }
    lines, changed = _lines_of(checkout), []
    for line in lines:
        row = current.get(line.variant_id)
        if row and (line.price, line.undiscounted_unit_price) != (row.price, row.price_undiscounted):
            line.price, line.undiscounted_unit_price = row.price, row.price_undiscounted
            changed.append(line)
    if changed:
        CheckoutLine.objects.bulk_update(changed, ["price", "undiscounted_unit_price"])
    checkout.prices_until = timezone.now() + PRICES_HOLD
    if checkout.voucher and not applies(checkout.voucher, checkout):
        checkout.voucher = None
    _set_prices(lines, checkout, rate=checkout.tax_rate)
    checkout.subtotal_gross = sum((line.total_price.gross for line in lines), ZERO)
    checkout.subtotal_net = sum((line.total_price.net for line in lines), ZERO)
    checkout.priced_lines, checkout.totals = lines, None


def renew_prices(checkout: Checkout) -> None:
    """Read the present prices when the hour is over; before that nothing is written, since checkouts are read often."""
    if checkout.prices_until <= timezone.now():
        hold_prices(checkout)
        checkout.save(update_fields=["prices_until", "voucher", "subtotal_gross", "subtotal_net"])


def listing_of(voucher: Voucher, checkout: Checkout) -> VoucherListing | None:
    """Return the voucher's value in the checkout's channel, or None when it does not apply there."""
    return voucher.listings.filter(channel=checkout.channel).first()


def is_usable(voucher: Voucher) -> bool:
    """Return whether the voucher is active and not used up."""
    return voucher.is_active and (voucher.usage_limit is None or voucher.used < voucher.usage_limit)


def applies(voucher: Voucher, checkout: Checkout) -> bool:
    """Return whether the checkout may use the voucher now."""
    listing = listing_of(voucher, checkout)
    if listing is None or not is_usable(voucher):
        return False
    subtotal = sum((line.price * line.quantity for line in checkout.lines.all()), ZERO)
    return listing.min_spent is None or subtotal >= listing.min_spent


def _value(voucher: Voucher | None, checkout: Checkout, subtotal: Decimal) -> Decimal:
    listing = listing_of(voucher, checkout) if voucher else None
    if voucher is None or listing is None:
        return ZERO
    if voucher.kind == Voucher.Kind.PERCENT:
        return to_cents(subtotal * listing.value / 100)
    return min(listing.value, subtotal)
