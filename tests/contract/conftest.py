"""One set of promises for both: the sandbox in every test run, and a real Saleor where SALEOR_API_URL names one.

A real one needs a channel that ships (SALEOR_CHANNEL), and for what only a merchant can do a staff member's
SALEOR_EMAIL and SALEOR_PASSWORD; SALEOR_MAIL_DIR is a folder of the mails it sent, one file each.
"""

import os
import secrets
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from storefront.saleor import accounts, checkouts, payments, products
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.gateway import Caller
from storefront.saleor.types import Channel, Checkout, Variant
from tests.contract.merchant.base import Goods, Merchant
from tests.contract.merchant.real import StaffMerchant
from tests.contract.places import HOMES

LIVE = bool(settings.SALEOR_API_URL)
PAYMENTS_APP = "gradual.test-payments"


@pytest.fixture(scope="package")
def shop(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shop these promises are held against. The sandbox is stocked once, and all of it forgotten afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not LIVE:
            call_command("seed_sandbox", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_shop(shop: None, db: None) -> None:
    """Every test here is in the shop, and what it does in the sandbox is undone."""


@pytest.fixture(scope="session")
def storefront_channel() -> str:
    """The channel's slug."""
    return os.environ.get("SALEOR_CHANNEL", "default-channel" if LIVE else "uk")


def _address() -> str:
    """A network address of nobody (RFC 3849), fresh, because Saleor throttles by it."""
    return "2001:db8::" + ":".join(secrets.token_hex(2) for _ in range(4))


@pytest.fixture
def visitor() -> Caller:
    """A shopper who is not signed in, from an address of their own."""
    return Caller(address=_address())


@pytest.fixture
def channel(storefront_channel: str) -> Channel:
    found = checkouts.channel(storefront_channel)
    assert found is not None
    return found


@pytest.fixture
def merchant(storefront_channel: str) -> Iterator[Merchant]:
    """Somebody behind the counter, who clears up."""
    found: Merchant
    if LIVE:
        if not os.environ.get("SALEOR_EMAIL"):
            pytest.skip("SALEOR_EMAIL and SALEOR_PASSWORD name no staff member of this Saleor")
        found = StaffMerchant(channel=storefront_channel, address=_address())
    else:
        from tests.contract.merchant.sandbox import SandboxMerchant

        found = SandboxMerchant(channel=storefront_channel)
    yield found
    found.leave()


@pytest.fixture
def home(merchant: Merchant) -> AddressInput:
    """An address in the channel's own country."""
    return HOMES[merchant.country]


@pytest.fixture
def goods(merchant: Merchant) -> Goods:
    """Eight of something at 10.00."""
    return merchant.goods()


@pytest.fixture
def variant(storefront_channel: str) -> Variant:
    """Something of the catalogue that can be bought: priced, and at least three in stock."""
    return next(
        variant
        for page in products.product_pages(storefront_channel)
        for product in page.nodes
        if product.is_available_for_purchase and product.product_variants
        for variant in product.product_variants.nodes
        if (variant.quantity_available or 0) >= 3 and variant.pricing and variant.pricing.price
    )


@pytest.fixture
def cart(storefront_channel: str, goods: Goods) -> Checkout:
    """A checkout with two of the goods."""
    return checkouts.create(
        storefront_channel, lines=[LineQuantity(variant_id=goods.variant_id, quantity=2)]
    )


@pytest.fixture
def addressed(cart: Checkout, home: AddressInput) -> Checkout:
    """A checkout that knows for whom it is and where it goes."""
    checkouts.set_email(cart.id, email="robin@example.com")
    checkouts.set_shipping_address(cart.id, address=home)
    return checkouts.set_billing_address(cart.id, address=home)


@pytest.fixture
def payable(addressed: Checkout) -> Checkout:
    """A checkout that lacks nothing but payment."""
    first, *_ = checkouts.delivery_options(addressed.id)
    return checkouts.set_delivery(addressed.id, delivery_id=first.id)


@pytest.fixture
def till(payable: Checkout) -> str:
    """The test payments' gateway id, where the shop has it."""
    if PAYMENTS_APP in payments.usable_gateways(payable.id, gateways=(PAYMENTS_APP,)):
        return PAYMENTS_APP
    if LIVE:
        pytest.skip("the test payments app is not installed in this Saleor")
    raise AssertionError("the sandbox has no test payments")


@pytest.fixture
def customer(merchant: Merchant, storefront_channel: str) -> Caller:
    """Somebody with a confirmed account, signed in."""
    email, password = f"{secrets.token_hex(6)}@example.com", secrets.token_urlsafe(12)
    caller = Caller(address=_address())
    accounts.register(
        email=email,
        password=password,
        channel=storefront_channel,
        redirect_url="http://127.0.0.1/account/confirm/",
        caller=caller,
    )
    merchant.confirm_customer(email)
    signed_in = accounts.sign_in(email=email, password=password, caller=caller)
    return Caller(token=signed_in.token, address=caller.address)
