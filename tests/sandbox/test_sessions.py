"""Tokens over time, and guest orders of a customer's address."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from storefront.saleor import accounts, checkouts, orders, products
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Checkout, SignIn
from tests.contract.merchant.base import token_in
from tests.sandbox import merchant
from tests.sandbox.conftest import pay

EMAIL, PASSWORD = "robin@example.com", "a-good-long-one"
VISITOR = Credentials(address="192.0.2.7")
LINK = "http://127.0.0.1:8080/account/confirm/?next=cart"


@pytest.fixture
def robin() -> SignIn:
    """A confirmed customer, just signed in."""
    accounts.register(email=EMAIL, password=PASSWORD, channel="uk", redirect_url=LINK, caller=VISITOR)
    merchant.confirm_customer(EMAIL)
    return accounts.sign_in(email=EMAIL, password=PASSWORD, caller=VISITOR)


def test_an_access_token_ends_after_five_minutes_and_then_fails_everything(robin: SignIn) -> None:
    caller = Credentials(token=robin.token)

    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        with pytest.raises(errors.TokenExpired):
            accounts.me(caller=caller)
        with pytest.raises(errors.TokenExpired):
            next(products.product_pages("uk", caller=caller))
        user = accounts.me(caller=Credentials(token=accounts.refresh(robin.refresh_token, caller=VISITOR)))

    assert user
    assert user.email == EMAIL


def test_a_refresh_token_ends_after_thirty_days(robin: SignIn) -> None:
    with (
        time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)),
        pytest.raises(errors.MutationError),
    ):
        accounts.refresh(robin.refresh_token, caller=VISITOR)


def test_an_emailed_token_ends_after_three_days_and_serves_one_purpose() -> None:
    accounts.register(email=EMAIL, password=PASSWORD, channel="uk", redirect_url=LINK, caller=VISITOR)
    (message,) = mail.outbox
    token = token_in(str(message.body))
    assert token

    with pytest.raises(errors.MutationError) as refused:
        accounts.set_password(email=EMAIL, token=token, password="another-good-one", caller=VISITOR)
    assert refused.value.codes == {"INVALID"}
    with (
        time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)),
        pytest.raises(errors.MutationError) as refused,
    ):
        accounts.confirm(email=EMAIL, token=token, password=PASSWORD, caller=VISITOR)
    assert refused.value.codes == {"INVALID"}


def test_a_guest_order_goes_to_the_account_of_its_email(robin: SignIn, payable: Checkout) -> None:
    order = checkouts.complete(pay(payable).id)

    caller = Credentials(token=robin.token)
    mine, user = orders.of_customer(caller=caller), accounts.me(caller=caller)

    assert mine
    assert user
    assert [found.id for found in mine.nodes] == [order.id]
    assert [address.postal_code for address in user.addresses] == ["NW1 2DB"]
