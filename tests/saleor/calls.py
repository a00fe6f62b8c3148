"""Every call to Saleor: each typed function called once, with what it would send."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from storefront.saleor import accounts, checkouts, orders, payments, products
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.prices import gift_card_payments

CALLER = Credentials(token="token", address="2001:db8::1")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LINES = [LineQuantity(variant_id="variant", quantity=1)]
ADDRESS = AddressInput(
    country="US",
    first_name="Robin",
    last_name="Hill",
    company_name="Library of Congress",
    street_address1="101 Independence Ave SE",
    street_address2="Room 1",
    city="Washington",
    city_area="Capitol Hill",
    postal_code="20540",
    country_area="DC",
    phone="+12027075000",
)

CALLS: tuple[Callable[[], object], ...] = (
    lambda: next(products.product_pages("uk")),
    lambda: products.products_named(["product"], channel="uk"),
    lambda: next(products.summaries("uk")),
    lambda: products.product_attributes("product", channel="uk"),
    lambda: products.product_variants("product", channel="uk"),
    lambda: products.variant_summaries("product", channel="uk"),
    lambda: products.unlisted_product("product", channel="uk"),
    lambda: next(products.categories()),
    lambda: next(products.collections("uk")),
    lambda: products.listed_deliveries("uk", country="GB"),
    lambda: products.tax_configuration("uk", caller=CALLER),
    lambda: checkouts.channel("uk"),
    lambda: checkouts.address_rules("US", area="DC"),
    lambda: checkouts.get("checkout"),
    lambda: checkouts.create("uk", lines=LINES, email="robin@example.com"),
    lambda: checkouts.set_lines("checkout", lines=LINES),
    lambda: checkouts.delete_lines("checkout", line_ids=["line"]),
    lambda: checkouts.add_promo_code("checkout", code="CODE"),
    lambda: checkouts.remove_promo_code("checkout", code="CODE"),
    lambda: checkouts.remove_gift_card("checkout", gift_card_id="card"),
    lambda: checkouts.set_email("checkout", email="robin@example.com"),
    lambda: checkouts.set_language("checkout", language="DE_DE"),
    lambda: checkouts.set_shipping_address("checkout", address=ADDRESS),
    lambda: checkouts.set_billing_address("checkout", address=ADDRESS),
    lambda: checkouts.delivery_options("checkout"),
    lambda: checkouts.set_delivery("checkout", delivery_id="delivery"),
    lambda: checkouts.collection_points("checkout"),
    lambda: checkouts.collection_point("checkout"),
    lambda: checkouts.attach_customer("checkout", caller=CALLER),
    lambda: checkouts.of_customer("uk", caller=CALLER),
    lambda: checkouts.complete("checkout"),
    lambda: payments.usable_gateways("checkout", gateways=("gateway",)),
    lambda: payments.initialize(
        "checkout", gateway_id="gateway", amount=Decimal("10.50"), idempotency_key="key", data={"outcome": "success"}
    ),
    lambda: payments.process("transaction", data={"confirmed": True}),
    lambda: payments.get_transaction("transaction", caller=CALLER),
    lambda: payments.checkout_transactions("checkout", caller=CALLER),
    lambda: payments.request_refund("transaction", action="REFUND", amount=Decimal("10.50"), caller=CALLER),
    lambda: payments.report("transaction", type="CHARGE_SUCCESS", reference="1", amount=Decimal(1), caller=CALLER),
    lambda: orders.get("order"),
    lambda: orders.of_customer(caller=CALLER, after="cursor"),
    lambda: orders.list_of_customer(caller=CALLER, after="cursor"),
    lambda: orders.of_customer_by_number(7, caller=CALLER),
    lambda: orders.by_number(7, app=CALLER),
    lambda: orders.placed_between(NOW, NOW, app=CALLER),
    lambda: gift_card_payments.amounts_of("order", app=CALLER),
    lambda: orders.add_note("order", message="words", app=CALLER),
    lambda: accounts.register(
        email="robin@example.com",
        password="password",
        channel="uk",
        redirect_url="https://shop.example/",
        first_name="Robin",
        caller=CALLER,
    ),
    lambda: accounts.confirm(email="robin@example.com", token="token", password="password", caller=CALLER),
    lambda: accounts.sign_in(email="robin@example.com", password="password", caller=CALLER),
    lambda: accounts.refresh("refresh", caller=CALLER),
    lambda: accounts.sign_out_everywhere(caller=CALLER),
    lambda: accounts.me(caller=CALLER),
    lambda: accounts.request_password_reset(
        email="robin@example.com", redirect_url="https://shop.example/", channel="uk", caller=CALLER
    ),
    lambda: accounts.set_password(email="robin@example.com", token="token", password="password", caller=CALLER),
    lambda: accounts.change_password(old="old", new="new", caller=CALLER),
    lambda: accounts.request_email_change(
        new_email="sam@example.com",
        password="password",
        redirect_url="https://shop.example/",
        channel="uk",
        caller=CALLER,
    ),
    lambda: accounts.confirm_email_change(token="token", channel="uk", caller=CALLER),
    lambda: accounts.request_deletion(redirect_url="https://shop.example/", channel="uk", caller=CALLER),
    lambda: accounts.delete(token="token", caller=CALLER),
    lambda: accounts.profile(caller=CALLER),
    lambda: accounts.create_address(address=ADDRESS, caller=CALLER),
    lambda: accounts.update_address("address", address=ADDRESS, caller=CALLER),
    lambda: accounts.make_default("address", kind=accounts.SHIPPING, caller=CALLER),
    lambda: accounts.delete_address("address", caller=CALLER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a call sends: operation, variables as JSON, response type, and whether null is allowed."""

    name: str
    variables: Mapping[str, Any]
    answer: Any
    may_be_null: bool


class _Caught(Exception):
    """A call reached the API."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent


@contextmanager
def _caught_at_the_gateway() -> Iterator[None]:
    def catching(*, may_be_null: bool) -> Callable[..., None]:
        def catch(name: str, answer: Any, /, *, caller: Credentials = CALLER, **variables: object) -> None:
            plain = msgspec.json.decode(msgspec.json.Encoder(decimal_format="number").encode(variables))
            raise _Caught(Sent(name=name, variables=plain, answer=answer, may_be_null=may_be_null))

        return catch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "query", catching(may_be_null=False))
        patch.setattr(api, "mutate", catching(may_be_null=False))
        patch.setattr(api, "query_or_none", catching(may_be_null=True))
        yield


def everything_sent() -> tuple[Sent, ...]:
    """Return what each of `CALLS` sends."""
    found = []
    with _caught_at_the_gateway():
        for call in CALLS:
            with pytest.raises(_Caught) as caught:
                call()
            found.append(caught.value.sent)
    return tuple(found)
