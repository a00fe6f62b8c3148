"""Refuse to send goods to where the law forbids their sale, at the address step and in the step that pays."""

from dataclasses import replace

from django.utils.translation import gettext as _

from storefront.addresses.formatting import country_name
from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.catalog.pages.sale_refusals import refused_by_law, restrictions_on
from storefront.core.markets import active_market, all_markets
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.restrictions import restriction_for
from storefront.merchant.duties.unmet import seller_of
from storefront.saleor.types import Checkout, Country


def refused_deliveries(
    checkout: Checkout, *, country: str, region: str, rows: LineProducts | None = None
) -> tuple[str, ...]:
    """Return a sentence for each product of a checkout that may not be sent to this country and region."""
    if not checkout.is_shipping_required:
        return ()
    rows, seller = rows or line_products_of(checkout.lines), seller_of(active_market())
    there = _seller_in(country, seller)
    sentences = []
    for line in checkout.lines:
        product = rows.products.get(line.variant.product.slug)
        barred = there and product and refused_by_law(product, there, place=country_name(_country(country)))
        if barred:
            sentences.append(f"{rows.named(line).product}: {barred}")
            continue
        restrictions = restrictions_on(product, country, seller) if product is not None else ()
        found = restriction_for(restrictions, region=region)
        if found is not None:
            text = _(
                "We cannot send %(product)s to %(place)s: the law there forbids it. Enter another address, or remove it"
                " from your cart."
            )
            sentences.append(text % {"product": rows.named(line).product, "place": found.place_name})
    return tuple(dict.fromkeys(sentences))


def _seller_in(country: str, seller: Seller) -> Seller | None:
    """Return the seller by whose law a parcel to another country than the market's is judged; None for its own.

    A market of that country knows its merchant best; otherwise this market's merchant sells there.
    """
    if country == seller.country:
        return None
    channel = active_market().channel
    market = next((each for each in all_markets() if each.country == country and each.channel == channel), None)
    return seller_of(market) if market else replace(seller, country=country)


def _country(code: str) -> Country:
    return Country(code=code, country=code)


def refused_now(checkout: Checkout, *, rows: LineProducts | None = None) -> tuple[str, ...]:
    """Return the same for the address that the checkout has; none without an address."""
    address = checkout.shipping_address
    if address is None:
        return ()
    return refused_deliveries(checkout, country=address.country.code, region=address.country_area, rows=rows)
