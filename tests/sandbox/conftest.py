"""A shopper in the sandbox's British channel, step by step up to payment."""

from collections.abc import Callable

import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import checkouts, payments, products
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout
from tests.contract.addresses import ADDRESSES

GEL = "DEMO-W01"  # 7.50 GBP, plenty in stock
LAST_FEW = "DEMO-T08"  # three left
SOLD_OUT = "DEMO-K03"


@pytest.fixture(autouse=True)
def _database(db: None, commits: None) -> None:
    """Everything here lives in the database."""


@pytest.fixture
def variant_id() -> Callable[..., str]:
    """The id of a variant by its SKU, as a channel shows it."""

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
def cart(variant_id: Callable[..., str]) -> Checkout:
    """Two gels: 15.00 GBP."""
    return checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(GEL), quantity=2)])


@pytest.fixture
def payable(cart: Checkout) -> Checkout:
    """Two gels, 15.00, delivered for 2.90: only the payment is missing."""
    return make_payable(cart.id)


def make_payable(checkout_id: str, address: AddressInput = ADDRESSES["GB"]) -> Checkout:
    """Give a checkout an email, addresses and its cheapest delivery."""
    checkouts.set_email(checkout_id, email="robin@example.com")
    checkouts.set_shipping_address(checkout_id, address=address)
    checkouts.set_billing_address(checkout_id, address=address)
    cheapest, *_ = checkouts.delivery_options(checkout_id)
    return checkouts.set_delivery(checkout_id, delivery_id=cheapest.id)


def pay(checkout: Checkout) -> Checkout:
    """Charge all of a checkout, and return it."""
    payments.initialize(
        checkout.id,
        gateway_id=DummyPayments.identifier,
        amount=checkout.total_price.gross.amount,
        idempotency_key=checkout.id,
        data={"outcome": "success"},
    )
    return checkout
