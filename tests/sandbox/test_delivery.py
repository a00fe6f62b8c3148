"""Deliveries: offered, chosen, stale, invalid."""

import pytest

from storefront.saleor import checkouts, errors
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout
from storefront.sandbox.models import DeliveryMethod


def problems(checkout_id: str) -> list[str]:
    found = checkouts.get(checkout_id)
    assert found
    return [problem.typename.removeprefix("CheckoutProblem") for problem in found.problems or ()]


def test_the_cheapest_comes_first(cart: Checkout, home: AddressInput) -> None:
    checkouts.set_shipping_address(cart.id, address=home)

    offers = checkouts.delivery_options(cart.id)

    prices = [offer.shipping_method.price.amount for offer in offers if offer.shipping_method]
    assert prices == sorted(prices)
    assert len(prices) == 2


def test_another_country_makes_the_choice_invalid_and_home_again_mends_it(
    payable: Checkout, home: AddressInput
) -> None:
    abroad = AddressInput(country="DE", street_address1="Weg 1", city="Berlin", postal_code="10115")
    checkouts.set_shipping_address(payable.id, address=abroad)
    assert problems(payable.id) == ["DeliveryMethodStale"]

    assert checkouts.delivery_options(payable.id) == ()
    assert problems(payable.id) == ["DeliveryMethodInvalid"]

    checkouts.set_shipping_address(payable.id, address=home)
    checkouts.delivery_options(payable.id)
    assert problems(payable.id) == []


def test_a_refused_completion_leaves_the_choice_marked_invalid(payable: Checkout) -> None:
    abroad = AddressInput(country="DE", street_address1="Weg 1", city="Berlin", postal_code="10115")
    checkouts.set_shipping_address(payable.id, address=abroad)

    with pytest.raises(errors.MutationError) as refused:
        checkouts.complete(payable.id)

    assert refused.value.codes == {"INVALID_SHIPPING_METHOD"}
    assert problems(payable.id) == ["DeliveryMethodInvalid"]


def test_a_new_price_makes_a_new_offer_beside_the_old_choice(payable: Checkout) -> None:
    DeliveryMethod.objects.filter(slug="uk-tracked").update(price="3.90")
    checkouts.set_lines(payable.id, lines=[LineQuantity(variant_id=payable.lines[0].variant.id, quantity=3)])

    offers = checkouts.delivery_options(payable.id)

    assert payable.delivery
    assert payable.delivery.id not in {offer.id for offer in offers}
    assert problems(payable.id) == ["DeliveryMethodInvalid"]


def test_prices_may_change_again_and_again(payable: Checkout) -> None:
    for price in ("3.90", "4.90", "5.90"):
        DeliveryMethod.objects.filter(slug="uk-tracked").update(price=price)
        offers = checkouts.delivery_options(payable.id)
        tracked = next(one for one in offers if one.shipping_method and "Tracked" in one.shipping_method.name)
        chosen = checkouts.set_delivery(payable.id, delivery_id=tracked.id)

        assert str(chosen.shipping_price.gross.amount) == str(float(price))
        assert problems(payable.id) == []


def test_a_stale_choice_takes_the_new_price_when_the_order_is_placed(payable: Checkout) -> None:
    DeliveryMethod.objects.filter(slug="uk-tracked").update(price="3.90")
    checkouts.set_lines(payable.id, lines=[LineQuantity(variant_id=payable.lines[0].variant.id, quantity=1)])
    checkouts.add_promo_code(payable.id, code="GRADUAL-GIFT-25")

    order = checkouts.complete(payable.id)

    assert str(order.shipping_price.gross.amount) == "3.9"
