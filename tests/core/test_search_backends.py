"""SEARCH_URL becomes Wagtail's settings, or an error that does not repeat the password."""

import importlib
import logging

import pytest

from storefront.core.search_backends import SERVICES, SearchMisconfigured, search_backend


def test_without_a_service_the_database_searches() -> None:
    assert search_backend("") == {"BACKEND": "wagtail.search.backends.database"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_named_by_the_address(service: str) -> None:
    found = search_backend(f"{service}+https://reader:secret@search.example:9200/shop")

    assert found["BACKEND"] == f"wagtail.search.backends.{service}"
    assert found["URLS"] == ["https://reader:secret@search.example:9200"]
    assert found["INDEX_PREFIX"] == "shop_"
    assert importlib.util.find_spec(f"wagtail.search.backends.{service}")


@pytest.mark.parametrize("url", ["opensearch3", "solr+https://a:secret@b", "opensearch3+ftp://a:secret@b", "https://b"])
def test_an_address_that_does_not_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SearchMisconfigured) as refused:
        search_backend(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("client", ["opensearch", "elasticsearch", "elastic_transport"])
def test_a_services_client_writes_no_search_down(client: str) -> None:
    assert not logging.getLogger(f"{client}.trace").isEnabledFor(logging.INFO)
    assert not logging.getLogger(client).isEnabledFor(logging.INFO)
