"""The catalogue's tests start with bare shelves: for each of them the demo shop is cleared away."""

import pytest

from storefront.catalog.models import Category, Collection, Product, SyncState


@pytest.fixture
def shelves(db: None) -> None:
    """No product, category, collection or mark of a sync."""
    for model in (Product, Category, Collection, SyncState):
        model._default_manager.all().delete()
