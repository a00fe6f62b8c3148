"""A configured Saleor that is only a transport."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from storefront.saleor.client import api
from tests.saleor.app.signing import Saleor

API_URL = "https://saleor.example/graphql/"


@pytest.fixture
def saleor(settings: Settings) -> Iterator[Saleor]:
    """The configured Saleor."""
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = API_URL
    saleor = Saleor(token="proved")
    with api.override_transport(saleor):
        yield saleor
