"""The shop's shelves on the home page, from catalogue rows."""

from dataclasses import replace

from education.view_models import Shelf
from storefront.catalog.models import Category, Listing
from storefront.catalog.selectors import cards_for
from storefront.core.markets import Market


def home_products(market: Market) -> tuple[Shelf, ...]:
    """Top-level categories in which this market lists something, each with a picture of its first product.

    The picture has no text alternative of its own: the category's name stands beside it.
    """
    listed = list(
        Listing.objects.filter(channel=market.channel, published=True, product__may_be_sold=True)
        .order_by("product__name")
        .values_list("product_id", "product__category__path")
    )
    inside = {
        category: [pk for pk, path in listed if path == category.path or (path or "").startswith(f"{category.path}/")]
        for category in Category.objects.filter(withdrawn=False, parent=None).order_by("name")
    }
    cards = cards_for({products[0] for products in inside.values() if products}, market)
    shelves = []
    for category, products in inside.items():
        if products:
            cover = cards.get(products[0])
            picture = cover.picture if cover else None
            shelves.append(
                Shelf(
                    label=category.told("name"),
                    url=category.get_absolute_url(),
                    picture=picture and replace(picture, alt=""),
                    count=len(products),
                )
            )
    return tuple(shelves)
