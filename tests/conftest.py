"""Fixtures for all tests: the demo shop in the sandbox, and a transport that refuses calls to Saleor."""

import gc
from collections.abc import Callable, Iterator
from importlib import import_module

import httpx2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from storefront.catalog import tasks as catalog_tasks
from storefront.page_cache.process_values import remember_values
from storefront.saleor.client import api
from tests import replay, snapshot
from tests.on_commit import run_on_commit

# Hypothesis checks results, not times, which depend on how busy the machine is. The suite tries the same examples in
# every run, so that it never fails by chance; `make roundtrip` tries others each time and prints their seed.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "random", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")

ORDERING_ROOMS = {"accounts", "cart", "checkout", "contract", "emails", "faults", "orders", "payments"}
RESTORE_DATABASE = pytest.StashKey[Callable[[], None]]()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Give every process a copy of the filled database instead of pytest-django's empty one."""
    with django_db_blocker.unblock():
        snapshot.create_test_database()
        restore = snapshot.take()

    def unblocked() -> None:
        with django_db_blocker.unblock():
            restore()

    request.config.stash[RESTORE_DATABASE] = unblocked
    yield
    with django_db_blocker.unblock():
        snapshot.drop_test_database()


@pytest.fixture(scope="session", autouse=True)
def _load_urls() -> None:
    """Load the URLs with the suite's settings: they depend on SALEOR_API_URL, which some tests override."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(scope="session", autouse=True)
def _no_flush() -> Iterator[None]:
    """Keep Django from emptying all tables after a transactional test; the demo shop is restored instead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield


def pytest_collection_finish() -> None:
    """Collect garbage rarely, and never search what was loaded so far: a tenth of a page's time goes there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the state in which the test begins."""
    replay.begin(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Restore the demo shop after a transactional test."""
    yield
    marker = item.get_closest_marker("django_db")
    if (
        nextitem is not None
        and marker is not None
        and marker.kwargs.get("transaction")
        and RESTORE_DATABASE in item.config.stash
    ):
        item.config.stash[RESTORE_DATABASE]()


@pytest.fixture(scope="session")
def _process_values(django_db_setup: None, _load_urls: None, django_db_blocker: DjangoDbBlocker) -> Callable[[], None]:
    """What every test starts with: the merchant's record and the brand, as the filled database has them."""
    with django_db_blocker.unblock():
        return remember_values()


@pytest.fixture(autouse=True)
def _fresh_cache(_process_values: Callable[[], None]) -> Iterator[None]:
    """Clear the cache and the active language, so that no test depends on another one."""
    _process_values()
    cache.clear()
    translation.deactivate()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _refresh_later(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave the products of an order marked, as they are in the shop until the next beat, where only orders matter."""
    if request.path.parent.name not in ORDERING_ROOMS:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog_tasks, "enqueue_refresh", lambda: None)
        yield


@pytest.fixture
def commits() -> Iterator[None]:
    """Run on_commit callbacks immediately."""
    with run_on_commit():
        yield


class NoRequestsTransport(httpx2.BaseTransport):
    """Fails on every request, for pages that must not call Saleor."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raise AssertionError("Saleor was called")


@pytest.fixture
def no_saleor() -> Iterator[None]:
    """Fail the test if Saleor is called."""
    with api.override_transport(NoRequestsTransport()):
        yield
