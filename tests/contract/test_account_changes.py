"""Accounts that change: the address book's defaults, another email address, the account's end, and what was bought."""

import secrets

import pytest
from msgspec.structs import replace

from storefront.saleor import accounts, checkouts, orders
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.errors import NotAllowed, TokenExpired
from storefront.saleor.types import Order
from tests.contract.asking import of, refused, unknown
from tests.contract.merchant.base import Merchant, fresh_address
from tests.contract.people import Person, sign_in

CHANGE = "http://127.0.0.1/account/email/confirm/"
DELETE = "http://127.0.0.1/account/delete/confirm/"


def somebody() -> str:
    return f"{secrets.token_hex(6)}@example.com"


def bought(merchant: Merchant, channel: str, *, home: AddressInput, email: str | None, caller: Credentials) -> Order:
    """A download, paid with a gift card; by a guest when there is an `email`."""
    download = merchant.goods(ships=False)
    cart = checkouts.create(channel, lines=of(download.variant_id, 1), email=email, caller=caller)
    checkouts.set_billing_address(cart.id, address=home, caller=caller)
    checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=download.price), caller=caller)
    return checkouts.complete(cart.id, caller=caller)


def test_an_address_of_the_book_becomes_another(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=replace(home, street_address2="Third floor"), caller=customer)

    changed = accounts.update_address(kept.id, address=replace(home, first_name="Sam"), caller=customer)

    assert changed.id == kept.id
    assert changed.first_name == "Sam"
    # What is left out is emptied.
    assert changed.street_address2 == ""
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.first_name for entry in me.addresses] == ["Sam"]


def test_a_wrong_address_leaves_the_book_as_it_was(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    wrong = replace(home, postal_code="?")

    assert refused(lambda: accounts.update_address(kept.id, address=wrong, caller=customer)) == [
        ("postalCode", "INVALID")
    ]
    assert refused(lambda: accounts.update_address(unknown("Address"), address=home, caller=customer)) == [
        ("id", "NOT_FOUND")
    ]
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.postal_code for entry in me.addresses] == [kept.postal_code]


def test_one_address_is_for_parcels_and_one_for_bills(customer: Credentials, home: AddressInput) -> None:
    first = accounts.create_address(address=home, caller=customer)
    second = accounts.create_address(address=replace(home, first_name="Sam"), caller=customer)

    accounts.make_default(first.id, kind=accounts.SHIPPING, caller=customer)
    accounts.make_default(first.id, kind=accounts.BILLING, caller=customer)
    me = accounts.make_default(second.id, kind=accounts.SHIPPING, caller=customer)

    assert {
        entry.id: (entry.is_default_shipping_address, entry.is_default_billing_address) for entry in me.addresses
    } == {first.id: (False, True), second.id: (True, False)}


def test_a_default_address_may_be_forgotten(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    accounts.make_default(kept.id, kind=accounts.SHIPPING, caller=customer)

    accounts.delete_address(kept.id, caller=customer)

    me = accounts.me(caller=customer)
    assert me is not None
    assert me.addresses == ()


def test_another_persons_address_is_nobody_elses_to_change(
    customer: Credentials, regular: Person, home: AddressInput
) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    stranger = sign_in(regular)

    with pytest.raises(NotAllowed):
        accounts.update_address(kept.id, address=home, caller=stranger)
    assert refused(lambda: accounts.make_default(kept.id, kind=accounts.SHIPPING, caller=stranger)) == [
        ("id", "INVALID")
    ]


def test_an_account_moves_to_another_address_with_the_token_mailed_there(
    merchant: Merchant, regular: Person, storefront_channel: str
) -> None:
    caller, other = sign_in(regular), somebody()
    ask_to_move(caller, other, regular.password, storefront_channel)
    token = merchant.mailed_token(other)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    user = accounts.confirm_email_change(token=token, channel=storefront_channel, caller=caller)

    assert user.email == other
    # Tokens name their customer by address: all of them have ended.
    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    moved = sign_in(Person(other, regular.password))
    assert refused(lambda: sign_in(regular)) == [("email", "INVALID_CREDENTIALS")]
    assert refused(lambda: accounts.confirm_email_change(token=token, channel=storefront_channel, caller=moved)) == [
        ("token", "JWT_INVALID_TOKEN")
    ]


def ask_to_move(caller: Credentials, to: str, password: str, channel: str, redirect_url: str = CHANGE) -> None:
    accounts.request_email_change(
        new_email=to, password=password, redirect_url=redirect_url, channel=channel, caller=caller
    )


def test_moving_asks_for_the_password_and_leads_only_to_our_own_pages(regular: Person, storefront_channel: str) -> None:
    caller = sign_in(regular)

    assert refused(lambda: ask_to_move(caller, somebody(), "wrong", storefront_channel)) == [
        ("password", "INVALID_CREDENTIALS")
    ]
    assert refused(
        lambda: ask_to_move(caller, somebody(), regular.password, storefront_channel, "https://elsewhere.invalid/")
    ) == [("redirectUrl", "INVALID")]
    assert refused(lambda: ask_to_move(caller, somebody(), regular.password, "no-such-channel")) == [
        ("channel", "NOT_FOUND")
    ]


def test_an_address_that_somebody_has_is_told_only_to_who_reads_its_mail(
    merchant: Merchant, regular: Person, customer: Credentials, storefront_channel: str
) -> None:
    me = accounts.me(caller=customer)
    assert me is not None
    caller = sign_in(regular)
    before = merchant.mailed_token(me.email)

    ask_to_move(caller, me.email, regular.password, storefront_channel)

    token = merchant.mailed_token(me.email, after=before)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    assert refused(lambda: accounts.confirm_email_change(token=token, channel=storefront_channel, caller=caller)) == [
        ("newEmail", "UNIQUE")
    ]
    assert accounts.me(caller=caller) is not None


def test_a_wrong_token_moves_and_deletes_nothing(customer: Credentials, storefront_channel: str) -> None:
    assert refused(
        lambda: accounts.confirm_email_change(token="wrong", channel=storefront_channel, caller=customer)
    ) == [("token", "JWT_INVALID_TOKEN")]
    assert refused(lambda: accounts.delete(token="wrong", caller=customer)) == [("token", "INVALID")]
    assert accounts.me(caller=customer) is not None


def test_an_account_ends_with_the_mailed_token_and_its_orders_stay(
    merchant: Merchant, regular: Person, storefront_channel: str, home: AddressInput
) -> None:
    caller = sign_in(regular)
    order = bought(merchant, storefront_channel, home=home, email=None, caller=caller)
    before = merchant.mailed_token(regular.email)
    accounts.request_deletion(redirect_url=DELETE, channel=storefront_channel, caller=caller)
    token = merchant.mailed_token(regular.email, after=before)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    accounts.delete(token=token, caller=caller)

    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    assert refused(lambda: sign_in(regular)) == [("email", "INVALID_CREDENTIALS")]
    kept = orders.get(order.id)
    assert kept is not None
    assert kept.number == order.number


def test_only_a_customer_moves_deletes_or_keeps_a_book(
    visitor: Credentials, storefront_channel: str, home: AddressInput
) -> None:
    with pytest.raises(NotAllowed):
        ask_to_move(visitor, somebody(), "password", storefront_channel)
    with pytest.raises(NotAllowed):
        accounts.confirm_email_change(token="token", channel=storefront_channel, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.request_deletion(redirect_url=DELETE, channel=storefront_channel, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.delete(token="token", caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.make_default(unknown("Address"), kind=accounts.BILLING, caller=visitor)
    assert accounts.profile(caller=visitor) is None
    assert orders.list_mine(caller=visitor) is None
    assert orders.mine_numbered(1, caller=visitor) is None


def test_orders_are_listed_and_found_by_their_number_by_nobody_else(
    merchant: Merchant, customer: Credentials, regular: Person, storefront_channel: str, home: AddressInput
) -> None:
    first = bought(merchant, storefront_channel, home=home, email=None, caller=customer)
    second = bought(merchant, storefront_channel, home=home, email=None, caller=customer)
    stranger = sign_in(regular)

    page = orders.list_mine(caller=customer, first=1)

    assert page is not None
    assert page.total_count == 2
    assert [order.number for order in page.nodes] == [second.number]
    assert page.nodes[0].is_paid
    rest = orders.list_mine(caller=customer, first=1, after=page.page_info.end_cursor)
    assert rest is not None
    assert [order.number for order in rest.nodes] == [first.number]
    found = orders.mine_numbered(int(first.number), caller=customer)
    assert found is not None
    assert found.id == first.id
    assert orders.mine_numbered(int(first.number), caller=stranger) is None
    assert orders.mine_numbered(0, caller=customer) is None


def test_a_profile_is_all_that_is_kept_of_a_customer(
    customer: Credentials, home: AddressInput, storefront_channel: str, merchant: Merchant
) -> None:
    accounts.create_address(address=home, caller=customer)
    cart = checkouts.create(storefront_channel, lines=of(merchant.goods().variant_id, 1), caller=customer)

    profile = accounts.profile(caller=customer)

    assert profile is not None
    assert profile.is_confirmed
    assert [entry.city.casefold() for entry in profile.addresses] == [home.city.casefold()]
    assert profile.checkout_ids is not None
    assert cart.id in profile.checkout_ids
    assert profile.gift_cards is not None


def test_what_was_ordered_as_a_guest_is_the_customers_once_mailbox_and_password_are_proved(
    merchant: Merchant, newcomer: Person, storefront_channel: str, home: AddressInput, visitor: Credentials
) -> None:
    merchant.ask_for_passwords()
    token = merchant.mailed_token(newcomer.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    bought(merchant, storefront_channel, home=home, email=newcomer.email, caller=Credentials(address=fresh_address()))

    def confirm(password: str) -> None:
        alone = Credentials(address=fresh_address())
        accounts.confirm(email=newcomer.email, token=token, password=password, caller=alone)

    assert refused(lambda: confirm("not-the-password")) == [("password", "INVALID")]
    assert refused(lambda: confirm("")) == [("password", "REQUIRED")]
    confirm(newcomer.password)

    mine = orders.list_mine(caller=sign_in(newcomer))
    assert mine is not None
    assert mine.total_count == 1


def test_what_was_ordered_as_a_guest_before_registering_is_claimed_too(
    merchant: Merchant, storefront_channel: str, home: AddressInput, visitor: Credentials
) -> None:
    merchant.ask_for_passwords()
    person = Person(somebody(), secrets.token_urlsafe(12))
    order = bought(
        merchant, storefront_channel, home=home, email=person.email, caller=Credentials(address=fresh_address())
    )
    accounts.register(
        email=person.email,
        password=person.password,
        channel=storefront_channel,
        redirect_url=CHANGE,
        caller=visitor,
    )
    token = merchant.mailed_token(person.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    accounts.confirm(email=person.email, token=token, password=person.password, caller=visitor)

    found = orders.mine_numbered(int(order.number), caller=sign_in(person))
    assert found is not None
