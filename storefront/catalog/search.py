"""Products in the search service that SEARCH_URL names. Without one, the index of `education.search` is searched."""

import re
from collections.abc import Sequence

from django.conf import settings
from wagtail.search.backends import get_search_backend, get_search_backends_with_name

from storefront.catalog.models import Product
from storefront.core.search_backends import DATABASE_BACKEND

MAX_WORDS = 12
MAX_CHARACTERS = 120
MAX_CANDIDATES = 400
"""Matches that are read."""


def matching_products(query: str, *, backend: str = "default") -> list[int]:
    """Primary keys of products that contain all words of the query or words that begin like them, best first."""
    # Only words are passed on, because backends read quotes, stars and brackets as operators.
    words = " ".join(re.findall(r"\w+", query[:MAX_CHARACTERS])[:MAX_WORDS])
    if not words:
        return []
    searched = get_search_backend(backend)
    found = searched.search(words, Product.objects.only("pk"), operator="and")[:MAX_CANDIDATES]
    begun = searched.autocomplete(words, Product.objects.only("pk"), operator="and")[:MAX_CANDIDATES]
    return list(dict.fromkeys(product.pk for products in (found, begun) for product in products))


def index_products(products: Sequence[Product]) -> None:
    """Put saved products into the search service. The sync writes products in bulk, which Wagtail does not see."""
    for name, backend in get_search_backends_with_name(with_auto_update=True) if products else ():
        if settings.WAGTAILSEARCH_BACKENDS[name]["BACKEND"] != DATABASE_BACKEND:
            backend.add_bulk(Product, products)
