"""Keeping products in the search index: bulk writes pass it by, so the sync tells it itself."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.search.backends import get_search_backends
from wagtail.search.models import IndexEntry

from storefront.catalog.models import Product


def index_products(products: Sequence[Product]) -> None:
    """Put these saved products into the search index in a fixed number of statements."""
    if not products:
        return
    kind = ContentType.objects.get_for_model(Product)
    IndexEntry.objects.filter(content_type=kind, object_id__in=[str(product.pk) for product in products]).delete()
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Product, products)
