"""Accounts: registering, signing in and out, passwords, and what is not revealed."""

import secrets

import msgspec
import pytest

from storefront.saleor import accounts, checkouts, orders, products
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed, TokenExpired
from storefront.saleor.types import Checkout, User
from tests.contract.customers import CONFIRM, Account, register, sign_in
from tests.contract.helpers import mutation_errors, one_line
from tests.contract.merchant.base import Merchant, ThrowawayProduct, fresh_address


def confirm(account: Account, token: str, caller: Credentials, password: str | None = None) -> User:
    return accounts.confirm(email=account.email, token=token, password=password or account.password, caller=caller)


def test_registering_asks_for_confirmation(storefront_channel: str, visitor: Credentials) -> None:
    account = Account(f"{secrets.token_hex(6)}@example.com", secrets.token_urlsafe(12))

    assert register(account, channel=storefront_channel, caller=visitor)


def test_registering_a_known_email_gives_the_same_answer(
    unconfirmed: Account, storefront_channel: str, visitor: Credentials
) -> None:
    assert register(unconfirmed, channel=storefront_channel, caller=visitor)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"password": "short"}, ("password", "PASSWORD_TOO_SHORT")),
        ({"email": "nope"}, ("email", "INVALID")),
        ({"redirect_url": "https://elsewhere.invalid/"}, ("redirectUrl", "INVALID")),
        ({"channel": "no-such-channel"}, ("channel", "NOT_FOUND")),
    ],
)
def test_an_invalid_registration_names_the_field(
    storefront_channel: str, visitor: Credentials, change: dict[str, str], reason: tuple[str, str]
) -> None:
    asked = {
        "email": f"{secrets.token_hex(6)}@example.com",
        "password": secrets.token_urlsafe(12),
        "channel": storefront_channel,
        "redirect_url": CONFIRM,
        **change,
    }

    assert mutation_errors(lambda: accounts.register(**asked, caller=visitor)) == [reason]


def test_signing_in_needs_confirmation(unconfirmed: Account, visitor: Credentials) -> None:
    assert mutation_errors(lambda: sign_in(unconfirmed, visitor)) == [("email", "ACCOUNT_NOT_CONFIRMED")]


def test_the_emailed_token_confirms_once(merchant: Merchant, unconfirmed: Account, visitor: Credentials) -> None:
    token = merchant.emailed_token(unconfirmed.email)
    if token is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")

    user = confirm(unconfirmed, token, visitor)

    assert user.email == unconfirmed.email
    assert user.is_confirmed
    assert sign_in(unconfirmed, visitor)
    assert mutation_errors(lambda: confirm(unconfirmed, token, visitor)) == [("token", "INVALID")]


def test_a_wrong_token_confirms_nothing(unconfirmed: Account, visitor: Credentials) -> None:
    assert mutation_errors(lambda: confirm(unconfirmed, "wrong", visitor)) == [("token", "INVALID")]


def test_signing_in_returns_the_user(confirmed_account: Account, visitor: Credentials) -> None:
    signed_in = accounts.sign_in(email=confirmed_account.email, password=confirmed_account.password, caller=visitor)

    assert signed_in.user.email == confirmed_account.email
    assert accounts.me(caller=Credentials(token=signed_in.token)) == signed_in.user


def test_an_email_may_be_typed_in_capitals(confirmed_account: Account, visitor: Credentials) -> None:
    assert sign_in(Account(confirmed_account.email.upper(), confirmed_account.password), visitor).token


def test_a_wrong_password_and_an_unknown_email_give_the_same_error(confirmed_account: Account) -> None:
    wrong = Account(confirmed_account.email, "not-the-password")
    stranger = Account(f"{secrets.token_hex(6)}@example.com", "not-the-password")

    assert mutation_errors(lambda: sign_in(wrong, Credentials(address=fresh_address()))) == [
        ("email", "INVALID_CREDENTIALS")
    ]
    assert mutation_errors(lambda: sign_in(stranger, Credentials(address=fresh_address()))) == [
        ("email", "INVALID_CREDENTIALS")
    ]


def test_logins_are_delayed_by_network_address(confirmed_account: Account, visitor: Credentials) -> None:
    mutation_errors(lambda: sign_in(Account(confirmed_account.email, "not-the-password"), visitor))

    assert mutation_errors(lambda: sign_in(confirmed_account, visitor)) == [(None, "LOGIN_ATTEMPT_DELAYED")]
    assert sign_in(confirmed_account, Credentials(address=fresh_address())).token


def test_an_anonymous_caller_has_no_account(visitor: Credentials) -> None:
    assert accounts.me(caller=visitor) is None
    assert orders.of_customer(caller=visitor) is None


def test_a_garbage_token_counts_as_anonymous(visitor: Credentials, storefront_channel: str) -> None:
    garbage = Credentials(token="garbage", address=visitor.address)

    assert accounts.me(caller=garbage) is None
    assert next(products.product_pages(storefront_channel, caller=garbage)).nodes


def test_a_refresh_token_gives_a_new_access_token(confirmed_account: Account, visitor: Credentials) -> None:
    signed_in = accounts.sign_in(email=confirmed_account.email, password=confirmed_account.password, caller=visitor)

    token = accounts.refresh(signed_in.refresh_token, caller=visitor)

    assert accounts.me(caller=Credentials(token=token)) == signed_in.user


def test_only_a_refresh_token_refreshes(customer: Credentials, visitor: Credentials) -> None:
    assert customer.token is not None
    access = customer.token

    assert mutation_errors(lambda: accounts.refresh("garbage", caller=visitor)) == [
        ("refreshToken", "JWT_DECODE_ERROR")
    ]
    assert mutation_errors(lambda: accounts.refresh(access, caller=visitor)) == [("refreshToken", "JWT_INVALID_TOKEN")]


def test_signing_out_everywhere_ends_every_token(
    confirmed_account: Account, visitor: Credentials, storefront_channel: str
) -> None:
    signed_in = accounts.sign_in(email=confirmed_account.email, password=confirmed_account.password, caller=visitor)
    caller = Credentials(token=signed_in.token, address=visitor.address)

    accounts.sign_out_everywhere(caller=caller)

    with pytest.raises(TokenExpired):
        accounts.me(caller=caller)
    with pytest.raises(TokenExpired):
        next(products.product_pages(storefront_channel, caller=caller))
    assert mutation_errors(lambda: accounts.refresh(signed_in.refresh_token, caller=visitor)) == [
        (None, "JWT_INVALID_TOKEN")
    ]
    assert sign_in(confirmed_account, Credentials(address=fresh_address())).token


def test_a_changed_password_replaces_the_old_one(confirmed_account: Account, visitor: Credentials) -> None:
    caller = sign_in(confirmed_account, visitor)

    accounts.change_password(old=confirmed_account.password, new="another-password", caller=caller)

    assert accounts.me(caller=caller) is not None
    assert mutation_errors(lambda: sign_in(confirmed_account, Credentials(address=fresh_address()))) == [
        ("email", "INVALID_CREDENTIALS")
    ]
    assert sign_in(Account(confirmed_account.email, "another-password"), Credentials(address=fresh_address())).token


def test_changing_a_password_checks_the_old_and_the_new_one(confirmed_account: Account, visitor: Credentials) -> None:
    caller = sign_in(confirmed_account, visitor)

    assert mutation_errors(lambda: accounts.change_password(old="wrong", new="another-password", caller=caller)) == [
        ("oldPassword", "INVALID_CREDENTIALS")
    ]
    assert mutation_errors(
        lambda: accounts.change_password(old=confirmed_account.password, new="short", caller=caller)
    ) == [("newPassword", "PASSWORD_TOO_SHORT")]


def test_the_emailed_token_sets_a_password_once(
    merchant: Merchant, confirmed_account: Account, visitor: Credentials, storefront_channel: str
) -> None:
    before = merchant.emailed_token(confirmed_account.email)
    if before is None:
        pytest.skip("this Saleor's mail cannot be read: SALEOR_MAIL_DIR names no folder")
    ask_for_reset(confirmed_account.email, storefront_channel, visitor)
    token = merchant.emailed_token(confirmed_account.email, after=before)
    assert token is not None

    accounts.set_password(email=confirmed_account.email, token=token, password="a-new-password", caller=visitor)

    assert sign_in(Account(confirmed_account.email, "a-new-password"), Credentials(address=fresh_address())).token
    again = {"email": confirmed_account.email, "token": token, "password": "yet-another-one"}
    assert mutation_errors(lambda: accounts.set_password(**again, caller=visitor)) == [("token", "INVALID")]


def ask_for_reset(email: str, channel: str, caller: Credentials, redirect_url: str = CONFIRM) -> None:
    accounts.request_password_reset(email=email, redirect_url=redirect_url, channel=channel, caller=caller)


def test_a_reset_request_does_not_reveal_who_has_an_account(
    confirmed_account: Account, visitor: Credentials, storefront_channel: str
) -> None:
    def response(email: str) -> bytes:
        variables = {"email": email, "redirectUrl": CONFIRM, "channel": storefront_channel}
        return bytes(api.mutate("RequestPasswordReset", msgspec.Raw, caller=visitor, **variables))

    known, unknown = response(confirmed_account.email), response(f"{secrets.token_hex(6)}@example.com")

    assert known == unknown
    assert msgspec.json.decode(known) == {"errors": []}


def test_a_reset_needs_our_own_redirect(
    confirmed_account: Account, visitor: Credentials, storefront_channel: str
) -> None:
    elsewhere = "https://elsewhere.invalid/"

    assert mutation_errors(lambda: ask_for_reset(confirmed_account.email, storefront_channel, visitor, elsewhere)) == [
        ("redirectUrl", "INVALID")
    ]


def test_a_wrong_reset_token_sets_nothing(confirmed_account: Account, visitor: Credentials) -> None:
    def set_for(email: str) -> None:
        accounts.set_password(email=email, token="wrong", password="a-new-password", caller=visitor)

    assert mutation_errors(lambda: set_for(confirmed_account.email)) == [("token", "INVALID")]
    assert mutation_errors(lambda: set_for(f"{secrets.token_hex(6)}@example.com")) == [("token", "INVALID")]


def test_customer_mutations_need_a_customer(visitor: Credentials, cart: Checkout, home: AddressInput) -> None:
    with pytest.raises(NotAllowed):
        accounts.create_address(address=home, caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.change_password(old="one", new="another", caller=visitor)
    with pytest.raises(NotAllowed):
        accounts.sign_out_everywhere(caller=visitor)
    with pytest.raises(NotAllowed):
        checkouts.attach_customer(cart.id, caller=visitor)


def test_attaching_a_customer_sets_the_email(customer: Credentials, cart: Checkout) -> None:
    me = accounts.me(caller=customer)
    assert me is not None

    attached = checkouts.attach_customer(cart.id, caller=customer)

    assert attached.email == me.email
    assert attached.lines == cart.lines
    with pytest.raises(NotAllowed):
        checkouts.attach_customer(cart.id, caller=customer)


def test_a_customer_finds_their_own_orders_newest_first(
    merchant: Merchant, customer: Credentials, storefront_channel: str, goods: ThrowawayProduct, home: AddressInput
) -> None:
    download = merchant.create_product(ships=False)
    numbers = []
    for _ in range(3):
        cart = checkouts.create(storefront_channel, lines=one_line(download.variant_id, 1), caller=customer)
        checkouts.set_billing_address(cart.id, address=home, caller=customer)
        checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=download.price), caller=customer)
        numbers.append(checkouts.complete(cart.id, caller=customer).number)

    first = orders.of_customer(caller=customer, first=2)
    assert first is not None
    rest = orders.of_customer(caller=customer, first=2, after=first.page_info.end_cursor)
    assert rest is not None
    assert [order.number for order in (*first.nodes, *rest.nodes)] == numbers[::-1]
    assert first.page_info.has_next_page
    assert not rest.page_info.has_next_page


def test_a_saved_address_stays_until_it_is_deleted(customer: Credentials, home: AddressInput) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    me = accounts.me(caller=customer)
    assert me is not None
    assert [entry.id for entry in me.addresses] == [kept.id]

    accounts.delete_address(kept.id, caller=customer)

    me = accounts.me(caller=customer)
    assert me is not None
    assert me.addresses == ()
    assert mutation_errors(lambda: accounts.delete_address(kept.id, caller=customer)) == [("id", "NOT_FOUND")]


def test_an_invalid_address_is_not_saved(customer: Credentials, home: AddressInput) -> None:
    bare = AddressInput(country=home.country, city="Somewhere")

    reasons = mutation_errors(lambda: accounts.create_address(address=bare, caller=customer))

    assert ("streetAddress1", "REQUIRED") in reasons


def test_another_customers_address_cannot_be_deleted(
    merchant: Merchant, customer: Credentials, confirmed_account: Account, home: AddressInput
) -> None:
    kept = accounts.create_address(address=home, caller=customer)
    stranger = sign_in(confirmed_account, Credentials(address=fresh_address()))

    with pytest.raises(NotAllowed):
        accounts.delete_address(kept.id, caller=stranger)


def test_a_garbage_address_id_is_refused(customer: Credentials) -> None:
    assert mutation_errors(lambda: accounts.delete_address("garbage", caller=customer)) == [("id", "GRAPHQL_ERROR")]
