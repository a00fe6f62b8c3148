"""What customs charges on a parcel into the European Union, in words for the cart and the checkout."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.lines.products import LineProducts
from storefront.core.markets import Market
from storefront.core.templatetags.shop import money
from storefront.merchant.duties.customs import FLAT_UP_TO, customs_charge
from storefront.merchant.duties.evaluation import Seller
from storefront.saleor.types import Checkout, Money

_EURO = "EUR"


def customs_note(checkout: Checkout, rows: LineProducts, market: Market, seller: Seller) -> str:
    """Say what customs charges for the goods of a checkout; empty where the parcel crosses no border of the EU."""
    slugs = {line.variant.product.slug for line in checkout.lines if line.requires_shipping}
    facts = {slug: row.facts for slug, row in rows.products.items()}
    codes = [facts[slug].hs_code if slug in facts else None for slug in sorted(slugs)]
    charge = customs_charge(codes, seller, on=timezone.localdate())
    if charge is None:
        return ""
    value = sum((line.total_price.gross.amount for line in checkout.lines), Decimal(0))
    if market.currency == _EURO and value > FLAT_UP_TO:
        return _(
            "The parcel comes from outside the EU and is worth more than %(limit)s: customs duty by the tariff comes on"
            " top of our total."
        ) % {"limit": _euros(FLAT_UP_TO)}
    text = ngettext(
        "The parcel comes from outside the EU. Customs charges %(sum)s on top of our total, for %(n)d kind of goods.",
        "The parcel comes from outside the EU. Customs charges %(sum)s on top of our total, for %(n)d kinds of goods.",
        charge.headings,
    ) % {"sum": _euros(charge.amount), "n": charge.headings}
    if not charge.unknown:
        return text
    unknown = ngettext(
        "For %(n)d product the customs heading is not stated: we count it as a kind of its own.",
        "For %(n)d products the customs heading is not stated: we count each as a kind of its own.",
        charge.unknown,
    )
    return f"{text} {unknown % {'n': charge.unknown}}"


def _euros(amount: Decimal) -> str:
    return money(Money(amount=amount, currency=_EURO))
