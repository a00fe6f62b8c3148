"""Fixtures of the catalogue's tests."""

import pytest
from django.test import Client
from pytest_django import Settings

from storefront.catalog.models import Category, Collection, Product, SyncState
from storefront.core.crypto import encrypt
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.models import AppInstallation
from tests.replay import replayed

API_URL = "https://saleor.example/graphql/"


@pytest.fixture
def empty_catalogue(db: None) -> None:
    """Remove the demo shop's products, categories, collections and sync states."""

    def empty() -> None:
        for model in (Product, Category, Collection, SyncState):
            model._default_manager.all().delete()

    replayed(Client(), "empty catalogue", empty)


@pytest.fixture
def installed_app(db: None, settings: Settings) -> None:
    """The shop's app, installed in a configured Saleor."""
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = API_URL
    AppInstallation.objects.create(
        api_url=API_URL, identifier=SHOP_ID, app_id="app", encrypted_token=encrypt("app-token")
    )
