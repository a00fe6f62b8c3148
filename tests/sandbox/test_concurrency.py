"""Two shoppers at the same moment, each on their own database connection."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from storefront.emails.models import Email
from storefront.saleor import checkouts
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client import errors
from storefront.saleor.types import Order
from storefront.sandbox import models
from tests.sandbox import merchant
from tests.sandbox.conftest import LAST_FEW, make_payable, pay

pytestmark = pytest.mark.database


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """A database in which every write is committed, so that other connections see it; restored afterwards."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with _copied_to(tmp_path / "shop.sqlite3"):
                yield
        else:
            yield
            # An order also leaves the email that its webhook asks for.
            for model in (models.Order, models.Transaction, models.Checkout, Email):
                model._default_manager.all().delete()
            merchant.set_stock(LAST_FEW, 3)


@contextmanager
def _copied_to(file: Path) -> Iterator[None]:
    """Use a file inside the block, as the shop does: a database in memory locks differently."""
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


def run_together(acts: list[Callable[[], Order]]) -> list[Order | errors.SaleorError]:
    """Start all of `acts` at the same moment, and return their results or errors."""
    start = threading.Barrier(len(acts))
    ends: list[Order | errors.SaleorError] = []

    def run(act: Callable[[], Order]) -> None:
        start.wait(timeout=120)
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
        thread.join(timeout=300)
    return ends


def test_the_last_items_are_sold_to_one_of_two_buyers(variant_id: Callable[..., str]) -> None:
    lines = [LineQuantity(variant_id=variant_id(LAST_FEW), quantity=2)]
    buyers = [checkouts.create("uk", lines=lines).id for _ in range(2)]
    for buyer in buyers:
        pay(make_payable(buyer))

    ends = run_together([partial(checkouts.complete, buyer) for buyer in buyers])

    refused = [end.codes for end in ends if isinstance(end, errors.MutationError)]
    assert (len(ends), refused) == (2, [frozenset({"INSUFFICIENT_STOCK"})])
    assert merchant.stock(LAST_FEW) == 1


def test_a_checkout_completed_twice_at_the_same_moment_is_one_order(variant_id: Callable[..., str]) -> None:
    cart = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(LAST_FEW), quantity=1)])
    pay(make_payable(cart.id))

    first, second = run_together([partial(checkouts.complete, cart.id)] * 2)

    assert isinstance(first, Order)
    assert first == second
    assert merchant.stock(LAST_FEW) == 2
