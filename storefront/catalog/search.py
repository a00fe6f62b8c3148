"""Products in the search service that SEARCH_URL names. Without one, the index of `education.search` is searched."""

import logging
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from wagtail.search.backends import get_search_backend, get_search_backends_with_name

from storefront.catalog.models import Product
from storefront.core.search_backends import DATABASE_BACKEND

MAX_WORDS = 12
MAX_CHARACTERS = 120
BATCH = 400
"""Matches that are read at once."""
MAX_MATCHES = 4000
"""Matches that are read of one query; a search that finds more is logged."""

logger = logging.getLogger(__name__)


def matching_products(query: str, *, backend: str = "default") -> list[int]:
    """Primary keys of products that contain all words of the query or words that begin like them, best first."""
    # Only words are passed on, because backends read quotes, stars and brackets as operators.
    words = " ".join(re.findall(r"\w+", query[:MAX_CHARACTERS])[:MAX_WORDS])
    if not words:
        return []
    searched = get_search_backend(backend)
    found = _keys(searched.search(words, Product.objects.only("pk"), operator="and"))
    begun = _keys(searched.autocomplete(words, Product.objects.only("pk"), operator="and"))
    return list(dict.fromkeys((*found, *begun)))


def _keys(results: Any) -> list[int]:
    """Return the primary keys of what was found, read batch by batch."""
    keys: list[int] = []
    for start in range(0, MAX_MATCHES, BATCH):
        batch = [product.pk for product in results[start : start + BATCH]]
        keys += batch
        if len(batch) < BATCH:
            return keys
    logger.warning("a search found more than %d products: the others are left out", MAX_MATCHES)
    return keys


def index_products(products: Sequence[Product]) -> None:
    """Put saved products into the search service. The sync writes products in bulk, which Wagtail does not see."""
    for name, backend in get_search_backends_with_name(with_auto_update=True) if products else ():
        if settings.WAGTAILSEARCH_BACKENDS[name]["BACKEND"] != DATABASE_BACKEND:
            backend.add_bulk(Product, products)
