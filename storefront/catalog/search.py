"""Searching products: the site's search index, and the beginnings of names for what is typed half."""

import re

from django.utils import translation
from wagtail.search.backends import get_search_backend

from storefront.catalog.models import Listing, Product
from storefront.catalog.view_models import ProductCard, product_card
from storefront.core.markets import Market

MOST_WORDS = 12
MOST_CHARACTERS = 120
MOST_CANDIDATES = 400
"""Matches looked at before the market is asked for."""


def search_products(query: str, market: Market, *, limit: int = 24, backend: str = "default") -> list[ProductCard]:
    """Products of `market` that fit the words, best first. Three statements.

    Those that have the words in their name or their shelf's stand first, in whichever form (lubricant, Lubricants).
    What the shop refuses to sell can be found: its card says why it is refused.
    """
    # Words alone: what a database's search language reads as orders (quotes, stars, brackets) is gone.
    words = " ".join(re.findall(r"\w+", query[:MOST_CHARACTERS])[:MOST_WORDS])
    if not words:
        return []
    found = dict.fromkeys([*_matching(words, backend), *_beginning(words, backend)])
    shown = {
        each.product_id: each
        for each in Listing.objects.filter(
            channel=market.channel, published=True, product_id__in=list(found)[:MOST_CANDIDATES]
        ).select_related("product__category")
    }
    matching = [shown[pk] for pk in found if pk in shown]
    ranked = sorted(matching, key=lambda each: _unnamed(words, each.product))[:limit]
    with translation.override(market.language):
        return [product_card(each.product, each) for each in ranked]


def _unnamed(words: str, product: Product) -> int:
    """How many of the words stand neither in its name nor in its shelf's: not every backend weighs a title."""
    title = product.title.casefold()
    return sum(word not in title for word in words.casefold().split())


def _matching(words: str, backend: str) -> list[int]:
    """Keys of products that hold all the words, best first."""
    results = get_search_backend(backend).search(words, Product.objects.only("pk"), operator="and")
    return [product.pk for product in results[:MOST_CANDIDATES]]


def _beginning(words: str, backend: str) -> list[int]:
    """Keys of products whose name has words that begin so."""
    results = get_search_backend(backend).autocomplete(words, Product.objects.only("pk"), operator="and")
    return [product.pk for product in results[:MOST_CANDIDATES]]
