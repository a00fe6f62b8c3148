"""What may enter a cart. Every way in asks here: add, set, order again, another market, sign-in, a new checkout."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.catalog.models import Listing, Offer, Product, Variant
from storefront.catalog.pages.formatting import stock_note
from storefront.catalog.pages.sale_refusals import sale_refusal
from storefront.core import registry
from storefront.core.markets import Market, active_market
from storefront.core.text.localized_text import LocalizedText
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.unmet import seller_of

RECALLED = gettext_lazy("This is recalled because it is unsafe. We do not sell it.")


class NotAdmitted(Exception):
    """A variant may not enter the cart; `reason` says why, in a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("a variant may not enter the cart")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyableVariant:
    """A variant to add: `left` is our stock figure, `refused` the reason why it cannot be bought.

    `limit` is how many one customer may order; None for any number. `most_here` is how many can be sent to the market's
    country if others of the channel have more: Saleor adds up all warehouses of the channel until it has an address.
    """

    name: LocalizedText
    url: str | None
    slug: str
    left: int | None
    limit: int | None
    most_here: int | None
    refused: str | None


def buyable_variants(variant_ids: Collection[str], *, channel: str) -> dict[str, BuyableVariant]:
    """Return what our rows of this channel say about these variants, in six queries. Unknown ones are absent."""
    rows = list(Variant.objects.select_related("product__category").filter(saleor_id__in=set(variant_ids)))
    listings = {row.product_id: row for row in Listing.objects.filter(product__variants__in=rows, channel=channel)}
    offers = {row.variant_id: row for row in Offer.objects.filter(variant__in=rows, channel=channel)}
    recalled, market = recalled_variants(rows), active_market()
    seller = seller_of(market)
    return {
        row.saleor_id: BuyableVariant(
            name=row.product.translated("name"),
            url=row.product.get_absolute_url(),
            slug=row.product.slug,
            left=offers[row.pk].left_in(market.country) if row.pk in offers else None,
            limit=row.quantity_limit,
            most_here=offers[row.pk].fewer_in(market.country) if row.pk in offers else None,
            refused=(
                str(RECALLED)
                if row.saleor_id in recalled
                else _refusal(row.product, listings.get(row.product_id), offers.get(row.pk), market, seller)
            ),
        )
        for row in rows
    }


def buyable_variant(variant_id: str, *, channel: str) -> BuyableVariant | None:
    """Return what our rows of this channel say about a variant; None if it is unknown."""
    return buyable_variants([variant_id], channel=channel).get(variant_id)


def quantity_limit(variant_id: str) -> int | None:
    """Return how many of a variant one customer may order; None for any number."""
    return Variant.objects.filter(saleor_id=variant_id).values_list("quantity_limit", flat=True).first()


def most_of(variant_id: str, *, channel: str) -> int | None:
    """Return how many of a variant a cart may have as far as we know; None if only Saleor can tell."""
    variant = buyable_variant(variant_id, channel=channel)
    bounds = (variant.limit, variant.most_here) if variant else ()
    return min((bound for bound in bounds if bound is not None), default=None)


def recalled_variants(rows: Iterable[Variant]) -> frozenset[str]:
    """Return the Saleor IDs of those variants that a recall keeps from being sold. One or two statements."""
    by_name = {name: row.saleor_id for row in rows for name in row.identifiers}
    return frozenset(by_name[name] for name in registry.recall_notices.only(by_name))


def refusals(wanted: Mapping[str, int], *, channel: str) -> dict[str, str]:
    """Return the variants of which a cart of this channel may not have this many, each with the reason.

    Unknown ones may not enter it.
    """
    known = buyable_variants(wanted, channel=channel) if wanted else {}
    unknown = _("We do not know this product. It may have left the shop.")
    reasons = {
        each: _refusal_of(known[each], quantity) if each in known else unknown for each, quantity in wanted.items()
    }
    return {each: reason for each, reason in reasons.items() if reason}


def check(wanted: Mapping[str, int], *, channel: str) -> None:
    """Raise NotAdmitted if a cart of this channel may not have this many of one of these variants."""
    refused = refusals(wanted, channel=channel)
    if refused:
        raise NotAdmitted(" ".join(dict.fromkeys(refused.values())))


def _refusal_of(variant: BuyableVariant, quantity: int) -> str | None:
    if variant.refused or variant.most_here is None or quantity <= variant.most_here:
        return variant.refused
    return stock_note(variant.most_here)


def _refusal(
    product: Product, listing: Listing | None, offer: Offer | None, market: Market, seller: Seller
) -> str | None:
    refused = sale_refusal(product, market, seller)
    if refused or not product.may_be_sold:
        return refused or _("We do not sell this.")
    is_on_sale = listing is not None and listing.published and offer is not None and offer.price is not None
    if not is_on_sale:
        return _("This is not sold here at the moment.")
    return None if listing and listing.purchasable else _("This cannot be bought at the moment.")
