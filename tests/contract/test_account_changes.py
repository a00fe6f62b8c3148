"""Account changes: address book, email, deletion, and the customer's orders."""

import secrets

import pytest
from msgspec.structs import replace

from storefront.saleor import accounts, checkouts, orders
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed, TokenExpired
from storefront.saleor.order_state import PaymentState, payment_state
from storefront.saleor.types import Order
from tests.contract.customers import Account, sign_in
from tests.contract.helpers import mutation_errors, one_line, unknown_id
from tests.contract.merchant.base import Merchant, fresh_address

CHANGE = "http://127.0.0.1/account/email/confirm/"
DELETE = "http://127.0.0.1/account/delete/confirm/"


def somebody() -> str:
    return f"{secrets.token_hex(6)}@example.com"


def bought(merchant: Merchant, channel: str, *, home: AddressInput, email: str | None, caller: Credentials) -> Order:
    """A download, paid with a gift card; by a guest when there is an `email`."""
    download = merchant.create_product(ships=False)
    cart = checkouts.create(channel, lines=one_line(download.variant_id, 1), email=email, caller=caller)
    checkouts.set_billing_address(cart.id, address=home, caller=caller)
    checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=download.price), caller=caller)
    return checkouts.complete(cart.id, caller=caller)


def test_a_saved_address_can_be_replaced(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=replace(home, street_address2="Third floor"), caller=customer)

    changed = accounts.update_address(kept.id, address=replace(home, first_name="Sam"), caller=customer)

    assert changed.id == kept.id
    assert changed.first_name == "Sam"
    # What is left out is emptied.
    assert changed.street_address2 == ""
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.first_name for entry in me.addresses] == ["Sam"]


def test_an_invalid_update_leaves_the_saved_address(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    wrong = replace(home, postal_code="?")

    assert mutation_errors(lambda: accounts.update_address(kept.id, address=wrong, caller=customer)) == [
        ("postalCode", "INVALID")
    ]
    assert mutation_errors(lambda: accounts.update_address(unknown_id("Address"), address=home, caller=customer)) == [
        ("id", "NOT_FOUND")
    ]
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.postal_code for entry in me.addresses] == [kept.postal_code]


def test_default_addresses_for_shipping_and_billing_may_differ(customer: Credentials, home: AddressInput) -> None:
    first = accounts.create_address(address=home, caller=customer)
    second = accounts.create_address(address=replace(home, first_name="Sam"), caller=customer)

    accounts.make_default(first.id, kind=accounts.SHIPPING, caller=customer)
    accounts.make_default(first.id, kind=accounts.BILLING, caller=customer)
    me = accounts.make_default(second.id, kind=accounts.SHIPPING, caller=customer)

    assert {
        entry.id: (entry.is_default_shipping_address, entry.is_default_billing_address) for entry in me.addresses
    } == {first.id: (False, True), second.id: (True, False)}


def test_a_default_address_may_be_deleted(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    accounts.make_default(kept.id, kind=accounts.SHIPPING, caller=customer)

    accounts.delete_address(kept.id, caller=customer)

    me = accounts.me(caller=customer)
    assert me is not None
    assert me.addresses == ()


def test_another_customers_address_cannot_be_changed(
    customer: Credentials, confirmed_account: Account, home: AddressInput
) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    stranger = sign_in(confirmed_account)

    with pytest.raises(NotAllowed):
        accounts.update_address(kept.id, address=home, caller=stranger)
    assert mutation_errors(lambda: accounts.make_default(kept.id, kind=accounts.SHIPPING, caller=stranger)) == [
        ("id", "INVALID")
    ]


def test_the_email_changes_with_the_token_sent_to_the_new_address(
    merchant: Merchant, confirmed_account: Account, storefront_channel: str
) -> None:
    caller, other = sign_in(confirmed_account), somebody()
    ask_to_move(caller, other, confirmed_account.password, storefront_channel)
    token = merchant.emailed_token(other)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    user = accounts.confirm_email_change(token=token, channel=storefront_channel, caller=caller)

    assert user.email == other
    # Tokens name their customer by address: all of them have ended.
    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    moved = sign_in(Account(other, confirmed_account.password))
    assert mutation_errors(lambda: sign_in(confirmed_account)) == [("email", "INVALID_CREDENTIALS")]
    assert mutation_errors(
        lambda: accounts.confirm_email_change(token=token, channel=storefront_channel, caller=moved)
    ) == [("token", "JWT_INVALID_TOKEN")]


def ask_to_move(caller: Credentials, to: str, password: str, channel: str, redirect_url: str = CHANGE) -> None:
    accounts.request_email_change(
        new_email=to, password=password, redirect_url=redirect_url, channel=channel, caller=caller
    )


def test_changing_the_email_needs_the_password_and_our_own_redirect(
    confirmed_account: Account, storefront_channel: str
) -> None:
    caller = sign_in(confirmed_account)

    assert mutation_errors(lambda: ask_to_move(caller, somebody(), "wrong", storefront_channel)) == [
        ("password", "INVALID_CREDENTIALS")
    ]
    assert mutation_errors(
        lambda: ask_to_move(
            caller, somebody(), confirmed_account.password, storefront_channel, "https://elsewhere.invalid/"
        )
    ) == [("redirectUrl", "INVALID")]
    assert mutation_errors(lambda: ask_to_move(caller, somebody(), confirmed_account.password, "no-such-channel")) == [
        ("channel", "NOT_FOUND")
    ]


def test_a_taken_email_is_reported_only_with_the_token_sent_to_it(
    merchant: Merchant, confirmed_account: Account, customer: Credentials, storefront_channel: str
) -> None:
    me = accounts.me(caller=customer)
    assert me is not None
    caller = sign_in(confirmed_account)
    before = merchant.emailed_token(me.email)

    ask_to_move(caller, me.email, confirmed_account.password, storefront_channel)

    token = merchant.emailed_token(me.email, after=before)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    assert mutation_errors(
        lambda: accounts.confirm_email_change(token=token, channel=storefront_channel, caller=caller)
    ) == [("newEmail", "UNIQUE")]
    assert accounts.me(caller=caller) is not None


def test_a_wrong_token_changes_and_deletes_nothing(customer: Credentials, storefront_channel: str) -> None:
    assert mutation_errors(
        lambda: accounts.confirm_email_change(token="wrong", channel=storefront_channel, caller=customer)
    ) == [("token", "JWT_INVALID_TOKEN")]
    assert mutation_errors(lambda: accounts.delete(token="wrong", caller=customer)) == [("token", "INVALID")]
    assert accounts.me(caller=customer) is not None


def test_an_account_is_deleted_with_the_emailed_token_and_its_orders_stay(
    merchant: Merchant, confirmed_account: Account, storefront_channel: str, home: AddressInput
) -> None:
    caller = sign_in(confirmed_account)
    order = bought(merchant, storefront_channel, home=home, email=None, caller=caller)
    before = merchant.emailed_token(confirmed_account.email)
    accounts.request_deletion(redirect_url=DELETE, channel=storefront_channel, caller=caller)
    token = merchant.emailed_token(confirmed_account.email, after=before)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    accounts.delete(token=token, caller=caller)

    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    assert mutation_errors(lambda: sign_in(confirmed_account)) == [("email", "INVALID_CREDENTIALS")]
    kept = orders.get(order.id)
    assert kept is not None
    assert kept.number == order.number


def test_account_mutations_need_a_customer(visitor: Credentials, storefront_channel: str, home: AddressInput) -> None:
    with pytest.raises(NotAllowed):
        ask_to_move(visitor, somebody(), "password", storefront_channel)
    with pytest.raises(NotAllowed):
        accounts.confirm_email_change(token="token", channel=storefront_channel, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.request_deletion(redirect_url=DELETE, channel=storefront_channel, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.delete(token="token", caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.make_default(unknown_id("Address"), kind=accounts.BILLING, caller=visitor)
    assert accounts.profile(caller=visitor) is None
    assert orders.list_of_customer(caller=visitor) is None
    assert orders.of_customer_by_number(1, caller=visitor) is None


def test_a_customer_lists_and_finds_only_their_own_orders(
    merchant: Merchant, customer: Credentials, confirmed_account: Account, storefront_channel: str, home: AddressInput
) -> None:
    first = bought(merchant, storefront_channel, home=home, email=None, caller=customer)
    second = bought(merchant, storefront_channel, home=home, email=None, caller=customer)
    stranger = sign_in(confirmed_account)

    page = orders.list_of_customer(caller=customer, first=1)

    assert page is not None
    assert page.total_count == 2
    assert [order.number for order in page.nodes] == [second.number]
    assert payment_state(page.nodes[0]) is PaymentState.PAID
    rest = orders.list_of_customer(caller=customer, first=1, after=page.page_info.end_cursor)
    assert rest is not None
    assert [order.number for order in rest.nodes] == [first.number]
    found = orders.of_customer_by_number(int(first.number), caller=customer)
    assert found is not None
    assert found.id == first.id
    assert orders.of_customer_by_number(int(first.number), caller=stranger) is None
    assert orders.of_customer_by_number(0, caller=customer) is None


def test_the_profile_holds_all_personal_data(
    customer: Credentials, home: AddressInput, storefront_channel: str, merchant: Merchant
) -> None:
    accounts.create_address(address=home, caller=customer)
    cart = checkouts.create(
        storefront_channel, lines=one_line(merchant.create_product().variant_id, 1), caller=customer
    )

    profile = accounts.profile(caller=customer)

    assert profile is not None
    assert profile.is_confirmed
    assert [entry.city.casefold() for entry in profile.addresses] == [home.city.casefold()]
    assert profile.checkout_ids is not None
    assert cart.id in profile.checkout_ids
    assert profile.gift_cards is not None


def test_confirming_with_the_password_claims_guest_orders(
    merchant: Merchant, unconfirmed: Account, storefront_channel: str, home: AddressInput, visitor: Credentials
) -> None:
    merchant.require_password_to_claim_orders()
    token = merchant.emailed_token(unconfirmed.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    bought(
        merchant, storefront_channel, home=home, email=unconfirmed.email, caller=Credentials(address=fresh_address())
    )

    def confirm(password: str) -> None:
        alone = Credentials(address=fresh_address())
        accounts.confirm(email=unconfirmed.email, token=token, password=password, caller=alone)

    assert mutation_errors(lambda: confirm("not-the-password")) == [("password", "INVALID")]
    assert mutation_errors(lambda: confirm("")) == [("password", "REQUIRED")]
    confirm(unconfirmed.password)

    mine = orders.list_of_customer(caller=sign_in(unconfirmed))
    assert mine is not None
    assert mine.total_count == 1


def test_a_guest_order_with_the_address_of_an_account_belongs_to_the_account(
    merchant: Merchant, confirmed_account: Account, storefront_channel: str, home: AddressInput
) -> None:
    """So the download and the erasure of the account hold it."""
    for email in (confirmed_account.email, confirmed_account.email.upper()):
        guest = Credentials(address=fresh_address())
        order = bought(merchant, storefront_channel, home=home, email=email, caller=guest)

        found = orders.of_customer_by_number(int(order.number), caller=sign_in(confirmed_account))
        assert found is not None
        assert found.id == order.id


def test_guest_orders_from_before_registering_are_claimed(
    merchant: Merchant, storefront_channel: str, home: AddressInput, visitor: Credentials
) -> None:
    merchant.require_password_to_claim_orders()
    account = Account(somebody(), secrets.token_urlsafe(12))
    order = bought(
        merchant, storefront_channel, home=home, email=account.email, caller=Credentials(address=fresh_address())
    )
    accounts.register(
        email=account.email,
        password=account.password,
        channel=storefront_channel,
        redirect_url=CHANGE,
        caller=visitor,
    )
    token = merchant.emailed_token(account.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    accounts.confirm(email=account.email, token=token, password=account.password, caller=visitor)

    found = orders.of_customer_by_number(int(order.number), caller=sign_in(account))
    assert found is not None
