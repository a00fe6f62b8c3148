"""Two shoppers at the same moment, each on a database connection of their own."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from storefront.saleor import checkouts, errors
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Order
from storefront.sandbox import merchant, models
from tests.sandbox.conftest import LAST_FEW, made_payable, paid

pytestmark = pytest.mark.database


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """A database in which everything is kept at once, so that other connections see it; cleared up afterwards."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with _copied_to(tmp_path / "shop.sqlite3"):
                yield
        else:
            yield
            for model in (models.Order, models.Transaction, models.Checkout):
                model._default_manager.all().delete()
            merchant.set_stock(LAST_FEW, 3)


@contextmanager
def _copied_to(file: Path) -> Iterator[None]:
    """The test database in memory locks otherwise than a file, which is what the shop uses."""
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file)) as copy:
        in_memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


def at_once(acts: list[Callable[[], Order]]) -> list[Order | errors.SaleorError]:
    """What each of `acts` came to, all begun at the same moment."""
    start = threading.Barrier(len(acts))
    ends: list[Order | errors.SaleorError] = []

    def run(act: Callable[[], Order]) -> None:
        start.wait(timeout=20)
        try:
            ends.append(act())
        except errors.SaleorError as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


def completing(checkout_id: str) -> Callable[[], Order]:
    return lambda: checkouts.complete(checkout_id)


def test_the_last_ones_are_sold_to_one_of_two_buyers(
    home: AddressInput, till: str, variant_id: Callable[..., str]
) -> None:
    lines = [LineQuantity(variant_id=variant_id(LAST_FEW), quantity=2)]
    buyers = [checkouts.create("uk", lines=lines).id for _ in range(2)]
    for buyer in buyers:
        paid(made_payable(buyer, home), till)

    ends = at_once([completing(buyer) for buyer in buyers])

    refused = [end.codes for end in ends if isinstance(end, errors.MutationError)]
    assert (len(ends), refused) == (2, [frozenset({"INSUFFICIENT_STOCK"})])
    assert merchant.stock(LAST_FEW) == 1


def test_one_checkout_completed_by_two_at_once_is_one_order(
    home: AddressInput, till: str, variant_id: Callable[..., str]
) -> None:
    cart = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(LAST_FEW), quantity=1)])
    paid(made_payable(cart.id, home), till)

    first, second = at_once([completing(cart.id)] * 2)

    assert isinstance(first, Order)
    assert first == second
    assert merchant.stock(LAST_FEW) == 2
