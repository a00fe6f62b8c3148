"""Products that the shop may suggest and can send now, a few of each sort, for matching with others."""

from collections.abc import Collection, Iterable

from django.db.models import F, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import RowNumber

from storefront.catalog.models import Listing, Variant, in_stock_in
from storefront.catalog.pages.sale_refusals import sale_refusal
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.catalog.selectors import listings_of
from storefront.core import registry
from storefront.core.markets import Market

_MOST_OF_A_SORT = 3
_MOST = 120
"""Candidates that are judged: a few of each sort, so that a large catalogue costs no more than a small one."""


def candidates(
    market: Market,
    *,
    categories: Collection[int] | None = None,
    without: Iterable[int] = (),
    has_choice: bool = True,
) -> list[Listing]:
    """Return listings of products that may be suggested and bought in a market, the cheapest first. Three queries.

    No safety rule, no law of the market and no recall speaks against one. `categories` and `without` are primary keys
    of categories and products. With `has_choice=False` only products of which there is one variant.
    """
    sort = [KeyTextTransform(name, F("product__attributes")) for name in ("kind", "lubricant-base", "material")]
    listings = (
        listings_of(market)
        .filter(in_stock_in(market.country), product__may_be_suggested=True, purchasable=True, price__isnull=False)
        .exclude(product__in=tuple(without))
    )
    if categories is not None:
        listings = listings.filter(product__category_id__in=categories)
    if not has_choice:
        listings = listings.exclude(only_variant="")
    few = (
        listings.annotate(
            place=Window(
                RowNumber(), partition_by=[F("product__category"), *sort], order_by=[F("price").asc(), F("pk").asc()]
            )
        )
        .filter(place__lte=_MOST_OF_A_SORT)
        .order_by("place", "price", "pk")[:_MOST]
    )
    seller = selling_terms(market).seller
    found = [each for each in few if sale_refusal(each.product, market, seller) is None]
    recalled = _recalled(found)
    return sorted(
        (each for each in found if each.product_id not in recalled), key=lambda each: (each.price or 0, each.pk)
    )


def _recalled(listings: Iterable[Listing]) -> set[int]:
    """The products of which a variant is recalled."""
    rows = Variant.objects.filter(product__in=[each.product_id for each in listings])
    products = {name: row.product_id for row in rows for name in row.identifiers}
    return {products[name] for name in registry.recall_notices.only(products)}
