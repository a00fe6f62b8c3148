"""The contract suite: it runs on the sandbox in every test run, and on a real Saleor when SALEOR_API_URL names one.

A real Saleor needs a channel that ships (SALEOR_CHANNEL) and a staff member (SALEOR_EMAIL, SALEOR_PASSWORD).
SALEOR_MAIL_DIR is a folder with the emails it sent, one file each. SALEOR_RECORD is a file for its responses, such as
tests/saleor/exchanges.jsonll.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from storefront.saleor import accounts, checkouts, payments, products
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.setup.install import InstallationFailed
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.prices import gift_card_payments
from storefront.saleor.types import Channel, Checkout, Variant
from tests.contract.addresses import ADDRESSES
from tests.contract.customers import Account, register
from tests.contract.merchant.base import Merchant, ThrowawayProduct, fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.contract.recording import Recorder
from tests.live_support import payments_caller, staff_now, test_payments_app

__all__ = ["test_payments_app"]

LIVE = bool(settings.SALEOR_API_URL)
PAYMENTS_APP = "gradual.test-payments"


@pytest.fixture(autouse=not LIVE)
def _undone(db: None, commits: None) -> None:
    """Roll back what a test did in the sandbox; at a real Saleor the merchant cleans up at the end."""


@pytest.fixture(autouse=LIVE)
def _not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database the shop has no token at the real Saleor; tests of its app bring their own."""
    monkeypatch.setattr(gift_card_payments, "app_credentials", lambda: None)


@pytest.fixture(scope="session", autouse=LIVE and "SALEOR_RECORD" in os.environ)
def _recorded() -> Iterator[None]:
    """Record the responses of a real Saleor."""
    recorder = Recorder()
    with api.override_transport(recorder):
        yield
    recorder.save(Path(os.environ["SALEOR_RECORD"]))


@pytest.fixture(scope="session")
def storefront_channel() -> str:
    """The channel's slug; the sandbox's `eu` is the one that ships to several countries."""
    return os.environ.get("SALEOR_CHANNEL", "default-channel" if LIVE else "eu")


@pytest.fixture
def visitor() -> Credentials:
    """An anonymous shopper with a fresh network address."""
    return Credentials(address=fresh_address())


@pytest.fixture
def channel(storefront_channel: str) -> Channel:
    found = checkouts.channel(storefront_channel)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def staff_merchant(storefront_channel: str) -> Iterator[StaffMerchant]:
    """A member of staff of the real Saleor."""
    if not os.environ.get("SALEOR_EMAIL"):
        pytest.skip("SALEOR_EMAIL and SALEOR_PASSWORD name no staff member of this Saleor")
    staff = StaffMerchant(channel=storefront_channel, address=fresh_address())
    yield staff
    staff.clean_up()


@pytest.fixture
def merchant(request: pytest.FixtureRequest, storefront_channel: str) -> Merchant:
    """The merchant of the sandbox or of the real Saleor."""
    if LIVE:
        staff: Merchant = request.getfixturevalue("staff_merchant")
        return staff
    from tests.contract.merchant.sandbox import SandboxMerchant  # its models are not installed with a real Saleor

    return SandboxMerchant(channel=storefront_channel)


@pytest.fixture
def shop_app() -> Credentials:
    """A caller with HANDLE_PAYMENTS: the shop's app in the sandbox, staff at a real Saleor."""
    return staff_now() if LIVE else app_of(SHOP_ID)


@pytest.fixture
def home(merchant: Merchant) -> AddressInput:
    """An address in the channel's default country."""
    return ADDRESSES[merchant.country]


@pytest.fixture
def goods(merchant: Merchant) -> ThrowawayProduct:
    """A new product: eight in stock, 10.00 each."""
    return merchant.create_product()


@pytest.fixture
def variant(storefront_channel: str) -> Variant:
    """A variant of the catalogue with a price and at least three in stock."""
    return next(
        variant
        for page in products.product_pages(storefront_channel)
        for product in page.nodes
        if product.is_available_for_purchase and product.product_variants
        for variant in product.product_variants.nodes
        if max(variant.quantities.values(), default=0) >= 3 and variant.pricing and variant.pricing.price
    )


@pytest.fixture
def cart(storefront_channel: str, goods: ThrowawayProduct) -> Checkout:
    """A checkout with two of the new product."""
    return checkouts.create(storefront_channel, lines=[LineQuantity(variant_id=goods.variant_id, quantity=2)])


@pytest.fixture
def addressed(cart: Checkout, home: AddressInput) -> Checkout:
    """A checkout with an email and both addresses."""
    checkouts.set_email(cart.id, email="robin@example.com")
    checkouts.set_shipping_address(cart.id, address=home)
    return checkouts.set_billing_address(cart.id, address=home)


@pytest.fixture
def payable(addressed: Checkout) -> Checkout:
    """A checkout that is complete but for the payment."""
    first, *_ = checkouts.delivery_options(addressed.id)
    return checkouts.set_delivery(addressed.id, delivery_id=first.id)


@pytest.fixture
def gateway(request: pytest.FixtureRequest, payable: Checkout) -> str:
    """The gateway id of the test payments, which are installed in a real Saleor first."""
    if LIVE and PAYMENTS_APP not in payments.usable_gateways(payable.id, gateways=(PAYMENTS_APP,)):
        try:
            request.getfixturevalue("test_payments_app")
        except InstallationFailed:
            pytest.skip("the test payments app is not installed in this Saleor")
    assert payments.usable_gateways(payable.id, gateways=(PAYMENTS_APP,)) == (PAYMENTS_APP,)
    return PAYMENTS_APP


@pytest.fixture
def payment_app(gateway: str) -> Credentials:
    """The test payments' own app."""
    return payments_caller(staff_now()) if LIVE else app_of(gateway)


def app_of(identifier: str) -> Credentials:
    """The shop's app of this identifier, as the sandbox knows it."""
    credentials = app_credentials(identifier)
    assert credentials is not None
    return credentials


@pytest.fixture
def unconfirmed(storefront_channel: str, visitor: Credentials) -> Account:
    """A registered account that is not confirmed."""
    account = Account(email=f"{secrets.token_hex(6)}@example.com", password=secrets.token_urlsafe(12))
    register(account, channel=storefront_channel, caller=visitor)
    return account


@pytest.fixture
def confirmed_account(merchant: Merchant, unconfirmed: Account) -> Account:
    """A confirmed account."""
    merchant.confirm_customer(unconfirmed.email)
    return unconfirmed


@pytest.fixture
def customer(merchant: Merchant, storefront_channel: str) -> Credentials:
    """A customer, signed in."""
    email, password = f"{secrets.token_hex(6)}@example.com", secrets.token_urlsafe(12)
    caller = Credentials(address=fresh_address())
    accounts.register(
        email=email,
        password=password,
        channel=storefront_channel,
        redirect_url="http://127.0.0.1/account/confirm/",
        caller=caller,
    )
    merchant.confirm_customer(email)
    signed_in = accounts.sign_in(email=email, password=password, caller=caller)
    return Credentials(token=signed_in.token, address=caller.address)
