"""A customer with an account."""

import pytest

from tests.accounts.customer import Customer


@pytest.fixture
def customer(db: None, commits: None) -> Customer:
    """A confirmed customer's browser, signed in."""
    shopper = Customer()
    shopper.register()
    shopper.confirm()
    shopper.get("/account/")
    return shopper
