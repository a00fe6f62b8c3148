"""Accounts: registering, signing in and out, and that nobody learns who has an account."""

import secrets

import pytest

from storefront.saleor import accounts, checkouts, orders, products
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.errors import NotAllowed, TokenExpired
from storefront.saleor.types import Checkout, User
from tests.contract.asking import of, refused
from tests.contract.merchant.base import Goods, Merchant, fresh_address
from tests.contract.people import CONFIRM, Person, register, sign_in


def confirm(person: Person, token: str, caller: Credentials, password: str | None = None) -> User:
    return accounts.confirm(email=person.email, token=token, password=password or person.password, caller=caller)


def test_registering_asks_for_confirmation(storefront_channel: str, visitor: Credentials) -> None:
    person = Person(f"{secrets.token_hex(6)}@example.com", secrets.token_urlsafe(12))

    assert register(person, channel=storefront_channel, caller=visitor)


def test_registering_a_known_address_tells_nobody(
    newcomer: Person, storefront_channel: str, visitor: Credentials
) -> None:
    assert register(newcomer, channel=storefront_channel, caller=visitor)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"password": "short"}, ("password", "PASSWORD_TOO_SHORT")),
        ({"email": "nope"}, ("email", "INVALID")),
        ({"redirect_url": "https://elsewhere.invalid/"}, ("redirectUrl", "INVALID")),
        ({"channel": "no-such-channel"}, ("channel", "NOT_FOUND")),
    ],
)
def test_what_is_wrong_with_a_registration_is_named(
    storefront_channel: str, visitor: Credentials, change: dict[str, str], reason: tuple[str, str]
) -> None:
    asked = {
        "email": f"{secrets.token_hex(6)}@example.com",
        "password": secrets.token_urlsafe(12),
        "channel": storefront_channel,
        "redirect_url": CONFIRM,
        **change,
    }

    assert refused(lambda: accounts.register(**asked, caller=visitor)) == [reason]


def test_nobody_signs_in_before_confirming(newcomer: Person, visitor: Credentials) -> None:
    assert refused(lambda: sign_in(newcomer, visitor)) == [("email", "ACCOUNT_NOT_CONFIRMED")]


def test_the_mailed_token_confirms_once(merchant: Merchant, newcomer: Person, visitor: Credentials) -> None:
    token = merchant.mailed_token(newcomer.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    user = confirm(newcomer, token, visitor)

    assert user.email == newcomer.email
    assert user.is_confirmed
    assert sign_in(newcomer, visitor)
    assert refused(lambda: confirm(newcomer, token, visitor)) == [("token", "INVALID")]


def test_a_wrong_token_confirms_nothing(newcomer: Person, visitor: Credentials) -> None:
    assert refused(lambda: confirm(newcomer, "wrong", visitor)) == [("token", "INVALID")]


def test_signing_in_says_who_one_is(regular: Person, visitor: Credentials) -> None:
    signed_in = accounts.sign_in(email=regular.email, password=regular.password, caller=visitor)

    assert signed_in.user.email == regular.email
    assert accounts.me(caller=Credentials(token=signed_in.token)) == signed_in.user


def test_an_email_may_be_typed_in_capitals(regular: Person, visitor: Credentials) -> None:
    assert sign_in(Person(regular.email.upper(), regular.password), visitor).token


def test_a_wrong_password_and_an_unknown_address_read_the_same(regular: Person) -> None:
    wrong = Person(regular.email, "not-the-password")
    stranger = Person(f"{secrets.token_hex(6)}@example.com", "not-the-password")

    assert refused(lambda: sign_in(wrong, Credentials(address=fresh_address()))) == [("email", "INVALID_CREDENTIALS")]
    assert refused(lambda: sign_in(stranger, Credentials(address=fresh_address()))) == [
        ("email", "INVALID_CREDENTIALS")
    ]


def test_tries_are_delayed_for_the_address_they_come_from_and_no_other(regular: Person, visitor: Credentials) -> None:
    refused(lambda: sign_in(Person(regular.email, "not-the-password"), visitor))

    assert refused(lambda: sign_in(regular, visitor)) == [(None, "LOGIN_ATTEMPT_DELAYED")]
    assert sign_in(regular, Credentials(address=fresh_address())).token


def test_nobody_is_nobody(visitor: Credentials) -> None:
    assert accounts.me(caller=visitor) is None
    assert orders.mine(caller=visitor) is None


def test_a_garbage_token_is_nobodys(visitor: Credentials, storefront_channel: str) -> None:
    garbage = Credentials(token="garbage", address=visitor.address)

    assert accounts.me(caller=garbage) is None
    assert next(products.product_pages(storefront_channel, caller=garbage)).nodes


def test_a_refresh_token_gives_a_new_access_token(regular: Person, visitor: Credentials) -> None:
    signed_in = accounts.sign_in(email=regular.email, password=regular.password, caller=visitor)

    token = accounts.refresh(signed_in.refresh_token, caller=visitor)

    assert accounts.me(caller=Credentials(token=token)) == signed_in.user


def test_only_a_refresh_token_refreshes(customer: Credentials, visitor: Credentials) -> None:
    assert customer.token is not None
    access = customer.token

    assert refused(lambda: accounts.refresh("garbage", caller=visitor)) == [("refreshToken", "JWT_DECODE_ERROR")]
    assert refused(lambda: accounts.refresh(access, caller=visitor)) == [("refreshToken", "JWT_INVALID_TOKEN")]


def test_signing_out_everywhere_ends_every_token(
    regular: Person, visitor: Credentials, storefront_channel: str
) -> None:
    signed_in = accounts.sign_in(email=regular.email, password=regular.password, caller=visitor)
    caller = Credentials(token=signed_in.token, address=visitor.address)

    accounts.sign_out_everywhere(caller=caller)

    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    with pytest.raises(TokenExpired):
        next(products.product_pages(storefront_channel, caller=caller))
    assert refused(lambda: accounts.refresh(signed_in.refresh_token, caller=visitor)) == [(None, "JWT_INVALID_TOKEN")]
    assert sign_in(regular, Credentials(address=fresh_address())).token


def test_a_changed_password_is_the_password(regular: Person, visitor: Credentials) -> None:
    caller = sign_in(regular, visitor)

    accounts.change_password(old=regular.password, new="another-password", caller=caller)

    assert accounts.me(caller=caller) is not None
    assert refused(lambda: sign_in(regular, Credentials(address=fresh_address()))) == [("email", "INVALID_CREDENTIALS")]
    assert sign_in(Person(regular.email, "another-password"), Credentials(address=fresh_address())).token


def test_changing_a_password_takes_the_old_one_and_a_good_new_one(regular: Person, visitor: Credentials) -> None:
    caller = sign_in(regular, visitor)

    assert refused(lambda: accounts.change_password(old="wrong", new="another-password", caller=caller)) == [
        ("oldPassword", "INVALID_CREDENTIALS")
    ]
    assert refused(lambda: accounts.change_password(old=regular.password, new="short", caller=caller)) == [
        ("newPassword", "PASSWORD_TOO_SHORT")
    ]


def test_a_forgotten_password_is_set_by_the_mailed_token(
    merchant: Merchant, regular: Person, visitor: Credentials, storefront_channel: str
) -> None:
    before = merchant.mailed_token(regular.email)
    if before is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    ask_for_reset(regular.email, storefront_channel, visitor)
    token = merchant.mailed_token(regular.email, after=before)
    assert token is not None

    accounts.set_password(email=regular.email, token=token, password="a-new-password", caller=visitor)

    assert sign_in(Person(regular.email, "a-new-password"), Credentials(address=fresh_address())).token
    again = {"email": regular.email, "token": token, "password": "yet-another-one"}
    assert refused(lambda: accounts.set_password(**again, caller=visitor)) == [("token", "INVALID")]


def ask_for_reset(email: str, channel: str, caller: Credentials, redirect_url: str = CONFIRM) -> None:
    accounts.request_password_reset(email=email, redirect_url=redirect_url, channel=channel, caller=caller)


def test_asking_for_a_reset_tells_nobody_who_has_an_account(visitor: Credentials, storefront_channel: str) -> None:
    ask_for_reset(f"{secrets.token_hex(6)}@example.com", storefront_channel, visitor)


def test_a_reset_leads_only_to_our_own_pages(regular: Person, visitor: Credentials, storefront_channel: str) -> None:
    elsewhere = "https://elsewhere.invalid/"

    assert refused(lambda: ask_for_reset(regular.email, storefront_channel, visitor, elsewhere)) == [
        ("redirectUrl", "INVALID")
    ]


def test_a_wrong_reset_token_sets_nothing(regular: Person, visitor: Credentials) -> None:
    def set_for(email: str) -> None:
        accounts.set_password(email=email, token="wrong", password="a-new-password", caller=visitor)

    assert refused(lambda: set_for(regular.email)) == [("token", "INVALID")]
    assert refused(lambda: set_for(f"{secrets.token_hex(6)}@example.com")) == [("token", "INVALID")]


def test_what_only_a_customer_may_nobody_else_may(visitor: Credentials, cart: Checkout, home: AddressInput) -> None:
    with pytest.raises(NotAllowed):
        accounts.create_address(address=home, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.change_password(old="one", new="another", caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.sign_out_everywhere(caller=visitor)
    with pytest.raises(NotAllowed):
        checkouts.attach_customer(cart.id, caller=visitor)


def test_a_cart_given_to_a_customer_takes_their_email(customer: Credentials, cart: Checkout) -> None:
    me = accounts.me(caller=customer)
    assert me is not None

    attached = checkouts.attach_customer(cart.id, caller=customer)

    assert attached.email == me.email
    assert attached.lines == cart.lines
    with pytest.raises(NotAllowed):
        checkouts.attach_customer(cart.id, caller=customer)


def test_a_customer_finds_their_own_orders_newest_first(
    merchant: Merchant, customer: Credentials, storefront_channel: str, goods: Goods, home: AddressInput
) -> None:
    download = merchant.goods(ships=False)
    numbers = []
    for _ in range(3):
        cart = checkouts.create(storefront_channel, lines=of(download.variant_id, 1), caller=customer)
        checkouts.set_billing_address(cart.id, address=home, caller=customer)
        checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=download.price), caller=customer)
        numbers.append(checkouts.complete(cart.id, caller=customer).number)

    first = orders.mine(caller=customer, first=2)
    assert first is not None
    rest = orders.mine(caller=customer, first=2, after=first.page_info.end_cursor)
    assert rest is not None
    assert [order.number for order in (*first.nodes, *rest.nodes)] == numbers[::-1]
    assert first.page_info.has_next_page
    assert not rest.page_info.has_next_page


def test_an_address_kept_is_there_until_it_is_forgotten(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.id for entry in me.addresses] == [kept.id]

    accounts.delete_address(kept.id, caller=customer)

    me = accounts.me(caller=customer)
    assert me is not None
    assert me.addresses == ()
    assert refused(lambda: accounts.delete_address(kept.id, caller=customer)) == [("id", "NOT_FOUND")]


def test_a_wrong_address_is_not_kept(customer: Credentials, home: AddressInput) -> None:
    bare = AddressInput(country=home.country, city="Somewhere")

    reasons = refused(lambda: accounts.create_address(address=bare, caller=customer))

    assert ("streetAddress1", "REQUIRED") in reasons


def test_nobody_forgets_another_persons_address(
    merchant: Merchant, customer: Credentials, regular: Person, home: AddressInput
) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    stranger = sign_in(regular, Credentials(address=fresh_address()))

    with pytest.raises(NotAllowed):
        accounts.delete_address(kept.id, caller=stranger)


def test_a_garbage_address_is_refused(customer: Credentials) -> None:
    assert refused(lambda: accounts.delete_address("garbage", caller=customer)) == [("id", "GRAPHQL_ERROR")]
