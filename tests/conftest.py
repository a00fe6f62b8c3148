"""What every test may stand on: the demo shop in the sandbox, and a door that tells when Saleor is asked."""

import os
from collections.abc import Callable, Iterator

import httpx2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as trying
from pytest_django import DjangoDbBlocker

from storefront.saleor import api
from tests import snapshot
from tests.on_commit import run_on_commit

# Random cases are held to what they say, not to the time that a busy machine takes for them.
trying.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("suite")

PUT_BACK = pytest.StashKey[Callable[[], None]]()
# The configured database, as it is named before pytest-django points the connection at a test database.
REAL_DATABASE = settings.DATABASES["default"]["NAME"]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[snapshot.Shared]:
    """The filled database as a file that parallel workers share: the first one makes it, the others take it."""
    folder = tmp_path_factory.getbasetemp()
    with snapshot.shared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as found:
        yield found


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, filled: snapshot.Shared) -> None:
    """Nothing needs to be migrated where `django_db_setup` pours a kept database over this one."""
    if filled.is_made or connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(
    filled: snapshot.Shared, django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fill every test database with the demo shop: seeded sandbox, synced catalogue, imported guides.

    The live suite's stays empty: a real Saleor need not hold that shop.
    """
    # Where only a session fixture asks for a database, as in the live suite, pytest-django creates none.
    is_missing = connection.settings_dict["NAME"] == REAL_DATABASE
    with django_db_blocker.unblock():
        if is_missing:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        if filled.is_made:
            filled.pour()
        elif settings.SALEOR_API_URL:
            snapshot.migrate()
            filled.keep()
        else:
            snapshot.migrate()
            call_command("seed_sandbox", verbosity=0)
            call_command("sync_catalog", verbosity=0)
            call_command("import_guides", verbosity=0)
            filled.keep()
        put_back = snapshot.take()

    def unblocked() -> None:
        with django_db_blocker.unblock():
            put_back()

    request.config.stash[PUT_BACK] = unblocked
    yield
    if is_missing:
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(str(REAL_DATABASE), verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _no_flush() -> Iterator[None]:
    """Django would empty every table after a test outside a transaction; here the demo shop is put back instead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that wrote outside a transaction the demo shop is put back."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction") and PUT_BACK in item.config.stash:
        item.config.stash[PUT_BACK]()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """No test sees what another one cached, or stands in the market that its last request was for."""
    cache.clear()
    translation.deactivate()
    yield
    cache.clear()


@pytest.fixture
def commits() -> Iterator[None]:
    """What waits for a commit happens in this test too."""
    with run_on_commit():
        yield


class ClosedDoor(httpx2.BaseTransport):
    """A transport through which nothing may go: a page that needs no Saleor must not ask it."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raise AssertionError("this page asked Saleor")


@pytest.fixture
def no_saleor() -> Iterator[None]:
    """Fails the test when anything asks Saleor."""
    with api.override_transport(ClosedDoor()):
        yield
