"""Accounts: mailed links, tokens that end, and patience with wrong passwords."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from storefront.saleor import accounts, checkouts, errors, orders, payments, products
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.types import Checkout, SignIn
from storefront.sandbox import merchant

EMAIL, PASSWORD = "robin@example.com", "a-good-long-one"
VISITOR = Credentials(address="192.0.2.7")


def register(redirect_url: str = "http://127.0.0.1:8080/account/confirm/") -> None:
    accounts.register(email=EMAIL, password=PASSWORD, channel="uk", redirect_url=redirect_url, caller=VISITOR)


def mailed_token() -> str:
    found = re.search(r"token=([\w-]+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def code_of(error: pytest.ExceptionInfo[errors.MutationError]) -> str:
    return error.value.problems[0].code


@pytest.fixture
def robin() -> SignIn:
    register()
    merchant.confirm_customer(EMAIL)
    return accounts.sign_in(email=EMAIL, password=PASSWORD, caller=VISITOR)


def test_the_mailed_link_confirms_the_address() -> None:
    register("http://127.0.0.1:8080/account/confirm/?next=cart")

    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    assert EMAIL not in letter.subject
    assert "http://127.0.0.1:8080/account/confirm/?next=cart&email=robin%40example.com&token=" in str(letter.body)
    assert accounts.confirm(email=EMAIL, token=mailed_token(), password=PASSWORD, caller=VISITOR).is_confirmed
    assert accounts.sign_in(email=EMAIL, password=PASSWORD, caller=VISITOR).user.email == EMAIL


def test_a_known_address_is_not_written_to_again() -> None:
    register()

    register()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("url", ["https://elsewhere.example/x", "/account/", "nonsense"])
def test_links_lead_to_our_own_pages_only(url: str) -> None:
    with pytest.raises(errors.MutationError) as refused:
        register(url)

    assert (refused.value.problems[0].field, code_of(refused)) == ("redirectUrl", "INVALID")
    assert mail.outbox == []


def test_a_confirmation_token_sets_no_password() -> None:
    register()

    with pytest.raises(errors.MutationError) as refused:
        accounts.set_password(email=EMAIL, token=mailed_token(), password="another-good-one", caller=VISITOR)

    assert code_of(refused) == "INVALID"


def test_a_reset_is_mailed_once_in_a_quarter_of_an_hour(robin: SignIn) -> None:
    def ask() -> None:
        accounts.request_password_reset(
            email=EMAIL, redirect_url="http://127.0.0.1:8080/reset/", channel="uk", caller=VISITOR
        )

    before = len(mail.outbox)
    ask()
    ask()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        ask()

    assert len(mail.outbox) == before + 2


def test_a_mailed_reset_ends_after_three_days(robin: SignIn) -> None:
    accounts.request_password_reset(
        email=EMAIL, redirect_url="http://127.0.0.1:8080/reset/", channel="uk", caller=VISITOR
    )

    with (
        time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)),
        pytest.raises(errors.MutationError) as refused,
    ):
        accounts.set_password(email=EMAIL, token=mailed_token(), password="another-good-one", caller=VISITOR)

    assert code_of(refused) == "INVALID"


def test_an_access_token_ends_after_five_minutes_and_then_fails_everything(robin: SignIn) -> None:
    caller = Credentials(token=robin.token)

    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        with pytest.raises(errors.TokenExpired):
            accounts.me(caller=caller)
        with pytest.raises(errors.TokenExpired):
            next(products.product_pages("uk", caller=caller))
        renewed = accounts.refresh(robin.refresh_token, caller=VISITOR)
        user = accounts.me(caller=Credentials(token=renewed))

    assert user
    assert user.email == EMAIL


def test_a_refresh_token_ends_after_thirty_days(robin: SignIn) -> None:
    with (
        time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)),
        pytest.raises(errors.MutationError) as refused,
    ):
        accounts.refresh(robin.refresh_token, caller=VISITOR)

    assert code_of(refused) == "JWT_SIGNATURE_EXPIRED"


def test_each_wrong_password_doubles_the_wait(robin: SignIn) -> None:
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            with pytest.raises(errors.MutationError) as refused:
                accounts.sign_in(email=EMAIL, password="wrong", caller=VISITOR)
            assert code_of(refused) == "INVALID_CREDENTIALS"
            waited = 0
            while True:
                clock.shift(1)
                waited += 1
                try:
                    accounts.sign_in(email="nobody@example.com", password="x", caller=VISITOR)
                except errors.MutationError as error:
                    if error.codes == {"INVALID_CREDENTIALS"}:
                        break
            waits.append(waited)
            clock.shift(1)

    assert waits == [1, 2, 4, 8]


def test_another_network_address_need_not_wait(robin: SignIn) -> None:
    with pytest.raises(errors.MutationError):
        accounts.sign_in(email=EMAIL, password="wrong", caller=VISITOR)

    with pytest.raises(errors.MutationError) as refused:
        accounts.sign_in(email=EMAIL, password=PASSWORD, caller=VISITOR)

    assert code_of(refused) == "LOGIN_ATTEMPT_DELAYED"
    assert accounts.sign_in(email=EMAIL, password=PASSWORD, caller=Credentials(address="192.0.2.8"))


def test_a_cart_belongs_to_one_customer(robin: SignIn, cart: Checkout) -> None:
    caller = Credentials(token=robin.token)
    checkouts.attach_customer(cart.id, caller=caller)

    with pytest.raises(errors.NotAllowed):
        checkouts.attach_customer(cart.id, caller=caller)


def test_a_guest_order_goes_to_the_account_of_its_email(robin: SignIn, payable: Checkout, till: str) -> None:
    payments.initialize(payable.id, gateway_id=till, amount=payable.total_price.gross.amount, idempotency_key="a")
    order = checkouts.complete(payable.id)

    caller = Credentials(token=robin.token)
    mine, user = orders.mine(caller=caller), accounts.me(caller=caller)

    assert mine
    assert user
    assert [found.id for found in mine.nodes] == [order.id]
    assert [address.postal_code for address in user.addresses] == ["NW1 2DB"]


def test_a_customers_new_cart_knows_their_email(robin: SignIn, cart: Checkout) -> None:
    lines = [LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)]

    assert checkouts.create("uk", lines=lines, caller=Credentials(token=robin.token)).email == EMAIL
