"""A shopper in the sandbox's British channel, step by step up to the till."""

from collections.abc import Callable

import pytest

from storefront.payments.providers.dummy import IDENTIFIER as TEST_GATEWAY
from storefront.saleor import checkouts, payments, products
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout

GEL = "DEMO-W01"  # 7.50 GBP, plenty of it
LAST_FEW = "DEMO-T08"  # three left
SOLD_OUT = "DEMO-K03"


@pytest.fixture(autouse=True)
def _database(db: None, commits: None) -> None:
    """Everything here lives in the database."""


@pytest.fixture
def variant_id() -> Callable[..., str]:
    """The id of a variant by its sku, as a channel shows it."""

    def find(sku: str, channel: str = "uk") -> str:
        return next(
            variant.id
            for page in products.product_pages(channel)
            for product in page.nodes
            if product.product_variants
            for variant in product.product_variants.nodes
            if variant.sku == sku
        )

    return find


@pytest.fixture
def home() -> AddressInput:
    return AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="96 Euston Road",
        city="London",
        postal_code="NW1 2DB",
        country="GB",
    )


@pytest.fixture
def cart(variant_id: Callable[..., str]) -> Checkout:
    """Two gels: 15.00 GBP."""
    return checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(GEL), quantity=2)])


@pytest.fixture
def payable(cart: Checkout, home: AddressInput) -> Checkout:
    """Two gels, 15.00, delivered for 2.90: lacks nothing but payment."""
    return made_payable(cart.id, home)


@pytest.fixture
def till() -> str:
    return TEST_GATEWAY


def made_payable(checkout_id: str, home: AddressInput) -> Checkout:
    """The checkout with email, addresses and its cheapest delivery."""
    checkouts.set_email(checkout_id, email="robin@example.com")
    checkouts.set_shipping_address(checkout_id, address=home)
    checkouts.set_billing_address(checkout_id, address=home)
    cheapest, *_ = checkouts.delivery_options(checkout_id)
    return checkouts.set_delivery(checkout_id, delivery_id=cheapest.id)


def paid(checkout: Checkout, till: str) -> Checkout:
    """The checkout after a good payment of all of it."""
    payments.initialize(
        checkout.id,
        gateway_id=till,
        amount=checkout.total_price.gross.amount,
        idempotency_key=checkout.id,
        data={"outcome": "success"},
    )
    return checkout
