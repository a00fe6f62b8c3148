"""Adding, setting and removing: absolute quantities, never doubled, never lost without a word."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.cart import services, session_store
from storefront.cart.errors import CartBusy
from storefront.catalog.models import Listing, Product
from storefront.saleor import api, checkouts, errors
from storefront.sandbox import models as sandbox
from tests.cart.doors import Away, Counting, LosesAnswers, LosesRequests
from tests.cart.shopper import CONDOMS, FEW, GEL, NONE_LEFT, Shopper, variant, words

pytestmark = pytest.mark.django_db


@pytest.mark.database
def test_adding_makes_a_cart_and_adding_again_adds_up() -> None:
    shopper = Shopper()

    first = shopper.add(GEL)
    shopper.add(GEL, quantity=2)
    shopper.add(CONDOMS)

    assert first.status_code == 302
    assert shopper.held() == {GEL: 3, CONDOMS: 1}


def test_adding_is_one_command_with_an_absolute_quantity() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    door = Counting()

    with api.override_transport(door):
        shopper.add(GEL, quantity=2)

    assert dict(door.asked) == {"CheckoutLinesUpdate": 1}


def test_a_set_quantity_is_exact_and_none_removes_the_line() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)

    shopper.post("/cart/set/", {"variant": variant(GEL), "quantity": 4})
    shopper.post("/cart/set/", {"variant": variant(CONDOMS), "quantity": 0})

    assert shopper.held() == {GEL: 4}


@pytest.mark.database
@pytest.mark.parametrize("door_class", [LosesAnswers, LosesRequests])
def test_a_lost_answer_never_doubles_a_line_and_never_drops_it(door_class: type[LosesAnswers]) -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(door_class(CheckoutLinesUpdate=1)):
        response = shopper.add(GEL, quantity=2)

    assert response.status_code == 302
    assert shopper.held() == {GEL: 3}


def test_a_lost_answer_that_happened_is_found_and_not_repeated() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    door = LosesAnswers(CheckoutLinesUpdate=1)

    with api.override_transport(door):
        shopper.post("/cart/set/", {"variant": variant(GEL), "quantity": 5})

    assert door.asked["CheckoutLinesUpdate"] == 1
    assert shopper.held() == {GEL: 5}


def test_doing_it_again_after_nothing_but_silence_does_not_double_it() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(LosesAnswers(CheckoutLinesUpdate=9, Checkout=9)):
        response = shopper.add(GEL)
    shopper.add(GEL)

    assert response.status_code == 503
    assert "Doing it again does not double it" in words(response)
    assert shopper.held() == {GEL: 2}


def test_a_lost_answer_to_the_first_adding_leaves_one_cart() -> None:
    shopper = Shopper()

    with api.override_transport(LosesAnswers(CheckoutCreate=1)):
        shopper.add(GEL)

    assert shopper.held() == {GEL: 1}


def test_with_saleor_away_nothing_changes_and_the_shopper_is_told() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(Away()):
        response = shopper.add(GEL)

    assert response.status_code == 503
    assert "Nothing has changed" in words(response)
    assert shopper.held() == {GEL: 1}


def test_more_than_is_left_is_refused_beside_the_product_with_the_quantity_kept() -> None:
    shopper = Shopper()

    response = shopper.add(FEW, quantity=9)

    assert response.status_code == 422
    assert "Only 3 are left." in words(response)
    assert 'value="9"' in response.content.decode()


def test_a_line_says_how_many_are_left_when_more_are_wanted() -> None:
    shopper = Shopper()
    shopper.add(FEW)

    response = shopper.post("/cart/set/", {"variant": variant(FEW), "quantity": 9})

    assert response.status_code == 422
    assert "Only 3 are left." in words(response)
    assert shopper.held() == {FEW: 1}


def test_what_is_out_of_stock_says_so() -> None:
    assert "None are left at the moment." in words(Shopper().add(NONE_LEFT))


def test_what_the_shop_never_sells_cannot_be_added() -> None:
    Product.objects.filter(slug=GEL).update(may_be_sold=False, attributes={"local-anaesthetic": True})
    shopper = Shopper()

    response = shopper.add(GEL)

    assert response.status_code == 409
    assert "carts" not in shopper.client.session


def test_what_is_not_published_in_this_market_cannot_be_added() -> None:
    Listing.objects.filter(product__slug=GEL, channel="uk").update(published=False)

    response = Shopper().post("/cart/add/", {"variant": variant(GEL), "quantity": 1})

    assert response.status_code == 409
    assert "not sold here" in words(response)


def test_an_unknown_variant_is_refused_without_asking_saleor(no_saleor: None) -> None:
    response = Shopper().post("/cart/add/", {"variant": "nonsense", "quantity": 1})

    assert response.status_code == 409
    assert "We do not know this product" in words(response)


def test_an_expired_cart_is_made_anew_with_the_same_things_and_the_shopper_is_told() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    sandbox.Checkout.objects.all().delete()

    page = shopper.get("/cart/")

    assert "Your cart had come to its end" in words(page)
    assert shopper.held() == {GEL: 2}


@pytest.mark.database
def test_adding_to_an_expired_cart_keeps_what_was_in_it() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    sandbox.Checkout.objects.all().delete()

    shopper.add(CONDOMS)

    assert shopper.held() == {GEL: 2, CONDOMS: 1}


def test_a_busy_cart_says_so_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_store, "LOCK_WAIT_SECONDS", 0)
    shopper = Shopper()
    shopper.add(GEL)

    with session_store.exclusive(shopper.client.session):
        response = shopper.add(GEL, script=True)

    assert response.status_code == 409
    assert "Your cart is busy. Try again." in words(response)
    assert shopper.held() == {GEL: 1}


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

    cart.add(variant(GEL), quantity=1)

    assert shopper.held() == {GEL: 3}


def test_a_line_that_can_no_longer_be_bought_can_be_removed() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)
    door = Counting()
    real = checkouts.set_lines

    def refuse(checkout_id: str, *, lines: object, caller: object) -> object:
        raise errors.MutationError((errors.MutationProblem(field="lines", code="PRODUCT_NOT_PUBLISHED", message=""),))

    with api.override_transport(door), pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkouts, "set_lines", refuse)
        shopper.post("/cart/set/", {"variant": variant(GEL), "quantity": 0})

    assert real is checkouts.set_lines
    assert door.asked["CheckoutLinesDelete"] == 1
    assert shopper.held() == {CONDOMS: 1}


@pytest.mark.parametrize(
    "request_cart",
    [
        lambda shopper: shopper.add(GEL),
        lambda shopper: shopper.post("/cart/set/", {"variant": variant(GEL), "quantity": 4}),
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
