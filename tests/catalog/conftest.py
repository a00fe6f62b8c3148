"""Fixtures of the catalogue's tests."""

import pytest

from storefront.catalog.models import Category, Collection, Product, SyncState


@pytest.fixture
def empty_catalogue(db: None) -> None:
    """Remove the demo shop's products, categories, collections and sync states."""
    for model in (Product, Category, Collection, SyncState):
        model._default_manager.all().delete()
