"""A customer with an account."""

import pytest

from tests.accounts.customer import Customer
from tests.replay import replayed


@pytest.fixture
def customer(db: None, commits: None) -> Customer:
    """A confirmed customer's browser, signed in."""
    shopper = Customer()

    def sign_up() -> None:
        shopper.register()
        shopper.confirm()
        shopper.get("/account/")

    replayed(shopper.client, "account", sign_up)
    return shopper
