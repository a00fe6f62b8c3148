"""Tests against a real Saleor: left out, in one line, where none is named."""

import pytest
from django.conf import settings

from tests.live_support import staff, test_payments_app

__all__ = ["staff", "test_payments_app"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if settings.SALEOR_API_URL:
        return
    for item in items:
        if item.get_closest_marker("live"):
            item.add_marker(pytest.mark.skip(reason="needs a real Saleor: set SALEOR_API_URL"))
