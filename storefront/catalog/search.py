"""Searching products, and keeping the site's search index up to date with them."""

import re
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.search.backends import get_search_backend, get_search_backends
from wagtail.search.models import IndexEntry

from storefront.catalog.models import Listing, Product
from storefront.catalog.pages.view_models import ProductCard, product_card
from storefront.core.markets import Market

MAX_WORDS = 12
MAX_CHARACTERS = 120
MAX_CANDIDATES = 400
"""Matches that are checked for being listed in the market."""


def search_products(query: str, market: Market, *, limit: int = 24, backend: str = "default") -> list[ProductCard]:
    """Products of `market` that contain all words of the query, best first. Three statements.

    Words may be inflected (lubricant, Lubricants) or be the beginnings of words in a name. Products come first whose
    own name or category's name has the words. A product that the shop never sells is found too; its card says why.
    """
    # Only words are passed on, because backends read quotes, stars and brackets as operators.
    words = " ".join(re.findall(r"\w+", query[:MAX_CHARACTERS])[:MAX_WORDS])
    if not words:
        return []
    found = dict.fromkeys([*_matching(words, backend), *_starting_with(words, backend)])
    listings = {
        listing.product_id: listing
        for listing in Listing.objects.filter(
            channel=market.channel, published=True, product_id__in=list(found)[:MAX_CANDIDATES]
        ).select_related("product__category")
    }
    matching = [listings[pk] for pk in found if pk in listings]
    ranked = sorted(matching, key=lambda listing: _words_outside_title(words, listing.product))[:limit]
    with translation.override(market.language):
        return [product_card(listing.product, listing) for listing in ranked]


def index_products(products: Sequence[Product]) -> None:
    """Put saved products into the search index, in a fixed number of statements.

    The sync writes products in bulk, which Wagtail's signals do not see.
    """
    if not products:
        return
    content_type = ContentType.objects.get_for_model(Product)
    pks = [str(product.pk) for product in products]
    IndexEntry.objects.filter(content_type=content_type, object_id__in=pks).delete()
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Product, products)


def _words_outside_title(words: str, product: Product) -> int:
    """How many words are in neither name; needed because not every backend weighs titles."""
    title = product.title.casefold()
    return sum(word not in title for word in words.casefold().split())


def _matching(words: str, backend: str) -> list[int]:
    """Primary keys of products that contain all words, best first."""
    results = get_search_backend(backend).search(words, Product.objects.only("pk"), operator="and")
    return [product.pk for product in results[:MAX_CANDIDATES]]


def _starting_with(words: str, backend: str) -> list[int]:
    """Primary keys of products whose names contain words that start like these."""
    results = get_search_backend(backend).autocomplete(words, Product.objects.only("pk"), operator="and")
    return [product.pk for product in results[:MAX_CANDIDATES]]
