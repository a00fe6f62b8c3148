"""Adding, setting and removing: absolute quantities that are never doubled or lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.cart import services
from storefront.cart.errors import CartBusy
from storefront.cart.state import session_store
from storefront.catalog.models import Listing, Offer, Product, Variant
from storefront.saleor import checkouts
from storefront.saleor.client import api, errors
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, LOW_STOCK, SOLD_OUT, Shopper, page_text, variant_id
from tests.cart.transports import CountingTransport, LosingRequests, LosingResponses, Unreachable
from tests.sandbox import merchant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db


@pytest.mark.database
def test_adding_makes_a_cart_and_adding_again_adds_up() -> None:
    shopper = Shopper()

    first = shopper.add(GEL)
    shopper.add(GEL, quantity=2)
    shopper.add(CONDOMS)

    assert first.status_code == 302
    assert shopper.quantities() == {GEL: 3, CONDOMS: 1}


def test_adding_is_one_mutation_with_an_absolute_quantity() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    transport = CountingTransport()

    with api.override_transport(transport):
        shopper.add(GEL, quantity=2)

    assert dict(transport.calls) == {"CheckoutLinesUpdate": 1}


def test_a_quantity_is_set_exactly_and_zero_removes_the_line() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)

    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 4})
    shopper.post("/cart/set/", {"variant": variant_id(CONDOMS), "quantity": 0})

    assert shopper.quantities() == {GEL: 4}


@pytest.mark.database
@pytest.mark.parametrize("transport_class", [LosingResponses, LosingRequests])
def test_a_lost_response_never_doubles_or_drops_a_line(transport_class: type[LosingResponses]) -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(transport_class(CheckoutLinesUpdate=1)):
        response = shopper.add(GEL, quantity=2)

    assert response.status_code == 302
    assert shopper.quantities() == {GEL: 3}


def test_a_mutation_that_had_an_effect_is_not_repeated() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    transport = LosingResponses(CheckoutLinesUpdate=1)

    with api.override_transport(transport):
        shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 5})

    assert transport.calls["CheckoutLinesUpdate"] == 1
    assert shopper.quantities() == {GEL: 5}


def test_trying_again_after_an_unanswered_request_does_not_double_it() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(LosingResponses(CheckoutLinesUpdate=9, Checkout=9)):
        response = shopper.add(GEL)
    shopper.add(GEL)

    assert response.status_code == 503
    assert "Doing it again does not double it" in page_text(response)
    assert shopper.quantities() == {GEL: 2}


def test_a_lost_response_to_the_first_item_leaves_one_cart() -> None:
    shopper = Shopper()

    with api.override_transport(LosingResponses(CheckoutCreate=1)):
        shopper.add(GEL)

    assert shopper.quantities() == {GEL: 1}


def test_while_saleor_is_unavailable_nothing_changes_and_the_page_says_so() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(Unreachable()):
        response = shopper.add(GEL)

    assert response.status_code == 503
    assert "Nothing has changed" in page_text(response)
    assert shopper.quantities() == {GEL: 1}


def test_more_than_the_stock_is_refused_at_the_product_and_the_quantity_is_kept() -> None:
    shopper = Shopper()

    response = shopper.add(LOW_STOCK, quantity=9)

    assert response.status_code == 422
    assert "Only 3 are left." in page_text(response)
    assert 'value="9"' in response.content.decode()


def test_a_line_says_how_many_are_left_when_more_are_wanted() -> None:
    shopper = Shopper()
    shopper.add(LOW_STOCK)

    response = shopper.post("/cart/set/", {"variant": variant_id(LOW_STOCK), "quantity": 9})

    assert response.status_code == 422
    assert "Only 3 are left." in page_text(response)
    assert shopper.quantities() == {LOW_STOCK: 1}


def limited(slug: str, most: int) -> None:
    """Let one customer order no more than `most` of a product, in Saleor and in our rows."""
    row = Variant.objects.get(product__slug=slug)
    merchant.limit_quantity(row.sku, most)
    Variant.objects.filter(pk=row.pk).update(quantity_limit=most)


def test_a_customers_limit_counts_what_is_in_the_cart_and_is_said() -> None:
    limited(GEL, 3)
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    refused = shopper.add(GEL, quantity=2)
    changed = shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 4})

    for response in (refused, changed):
        assert response.status_code == 422
        assert "Each customer can order at most 3 of this. Your cart has 2." in page_text(response)
    assert shopper.quantities() == {GEL: 2}


def test_at_a_customers_limit_the_cart_offers_no_more() -> None:
    limited(GEL, 2)
    shopper = Shopper()
    shopper.add(GEL)
    before = shopper.get("/cart/")
    shopper.add(GEL)

    after = shopper.get("/cart/")

    assert "Each customer can order at most 2 of this." in page_text(before)
    assert not is_disabled(before, "more-")
    assert is_disabled(after, "more-")
    assert not is_disabled(after, "fewer-")


def test_a_new_cart_holds_no_more_than_a_customers_limit() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=4)
    limited(GEL, 3)
    sandbox.Checkout.objects.all().delete()

    page = shopper.get("/cart/")

    assert shopper.quantities() == {GEL: 3}
    assert "Your cart has 3 instead of 4" in page_text(page)


def reaches(slug: str, **lefts: int) -> None:
    """State in our rows how many can be sent to each country of the EU's channel."""
    Offer.objects.filter(variant__product__slug=slug, channel="eu").update(left=lefts["IE"], left_elsewhere=lefts)


def test_only_what_can_be_sent_to_the_markets_country_enters_a_cart() -> None:
    reaches(GEL, IE=0, DE=20)
    irish, german = Shopper("/en-ie"), Shopper("/de-de")

    refused = irish.add(GEL)
    taken = german.add(GEL, quantity=2)

    assert refused.status_code == 409
    assert "None are left at the moment." in page_text(refused)
    assert taken.status_code == 302


def test_a_cart_offers_and_orders_no_more_than_can_be_sent_to_the_markets_country() -> None:
    reaches(GEL, IE=3, DE=20)
    irish = Shopper("/en-ie")
    irish.add(GEL, quantity=2)
    assert not is_disabled(irish.get("/cart/"), "more-")

    more = irish.post("/cart/set/", {"variant": variant_id(GEL, channel="eu"), "quantity": 4})
    assert more.status_code == 409
    assert "Only 3 are left." in page_text(more)

    reaches(GEL, IE=1, DE=20)
    page = irish.get("/cart/")
    assert is_disabled(page, "more-")
    assert "Only 1 is left. Choose fewer, or remove it." in page_text(page)
    assert "/checkout/" not in page.content.decode()


def test_a_cart_orders_no_more_than_can_be_sent_where_the_channel_has_one_country() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    Offer.objects.filter(variant__product__slug=GEL, channel="uk").update(left=1)

    page = shopper.get("/cart/")

    assert "Only 1 is left. Choose fewer, or remove it." in page_text(page)
    assert "/checkout/" not in page.content.decode()


def is_disabled(response: Page, name: str) -> bool:
    """Whether the button whose ID begins with this name is disabled."""
    (button,) = re.findall(rf'<button[^>]*id="{name}[^>]*>', response.content.decode())
    return "disabled" in button


def test_what_is_out_of_stock_says_so() -> None:
    assert "None are left at the moment." in page_text(Shopper().add(SOLD_OUT))


def test_what_the_shop_never_sells_cannot_be_added() -> None:
    Product.objects.filter(slug=GEL).update(may_be_sold=False, attributes={"local-anaesthetic": True})
    shopper = Shopper()

    response = shopper.add(GEL)

    assert response.status_code == 409
    assert "carts" not in shopper.client.session


def test_what_is_not_published_in_this_market_cannot_be_added() -> None:
    Listing.objects.filter(product__slug=GEL, channel="uk").update(published=False)

    response = Shopper().post("/cart/add/", {"variant": variant_id(GEL), "quantity": 1})

    assert response.status_code == 409
    assert "not sold here" in page_text(response)


def test_an_unknown_variant_is_refused_without_asking_saleor(no_saleor: None) -> None:
    response = Shopper().post("/cart/add/", {"variant": "nonsense", "quantity": 1})

    assert response.status_code == 409
    assert "We do not know this product" in page_text(response)


def test_an_expired_cart_is_recreated_with_the_same_items_and_the_page_says_so() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    sandbox.Checkout.objects.all().delete()

    page = shopper.get("/cart/")

    assert "Your cart had expired" in page_text(page)
    assert shopper.quantities() == {GEL: 2}


@pytest.mark.database
def test_adding_to_an_expired_cart_keeps_what_was_in_it() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    sandbox.Checkout.objects.all().delete()

    shopper.add(CONDOMS)

    assert shopper.quantities() == {GEL: 2, CONDOMS: 1}


def test_a_busy_cart_says_so_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_store, "LOCK_WAIT_SECONDS", 0)
    shopper = Shopper()
    shopper.add(GEL)

    with session_store.exclusive(shopper.client.session):
        response = shopper.add(GEL, htmx=True)

    assert response.status_code == 409
    assert "Your cart is busy. Try again." in page_text(response)
    assert shopper.quantities() == {GEL: 1}


def test_a_request_that_outlived_its_lock_does_not_release_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_store, "LOCK_WAIT_SECONDS", 0)
    shopper = Shopper()
    shopper.add(GEL)
    first, second, third = shopper.client.session, shopper.client.session, shopper.client.session

    with session_store.exclusive(first):
        cache.clear()
        with session_store.exclusive(second):
            pass
        with session_store.exclusive(second), pytest.raises(CartBusy), session_store.exclusive(third):
            pass


def test_a_change_sees_what_another_request_of_the_same_shopper_has_done_meanwhile() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    slow = shopper.client.session
    cart = services.Cart(session=slow, channel="uk", caller=api.ANONYMOUS)
    assert session_store.load(slow, channel="uk").quantity == 1
    shopper.add(GEL)

    cart.add(variant_id(GEL), quantity=1)

    assert shopper.quantities() == {GEL: 3}


def test_a_line_that_can_no_longer_be_bought_can_be_removed() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)
    transport = CountingTransport()
    real = checkouts.set_lines

    def refuse(checkout_id: str, *, lines: object, caller: object) -> object:
        raise errors.MutationError((errors.MutationProblem(field="lines", code="PRODUCT_NOT_PUBLISHED", message=""),))

    with api.override_transport(transport), pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkouts, "set_lines", refuse)
        shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 0})

    assert real is checkouts.set_lines
    assert transport.calls["CheckoutLinesDelete"] == 1
    assert shopper.quantities() == {CONDOMS: 1}


@pytest.mark.parametrize(
    "request_cart",
    [
        lambda shopper: shopper.add(GEL),
        lambda shopper: shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 4}),
        lambda shopper: shopper.get("/cart/"),
    ],
    ids=["add", "set a quantity", "show"],
)
def test_the_state_of_payments_is_read_once_a_request(request_cart: Callable[[Shopper], object]) -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with CaptureQueriesContext(connection) as queries:
        request_cart(shopper)

    assert len([query for query in queries if "payments_paymentattempt" in query["sql"]]) == 1
