"""Every single fault at every call on the way from the shelf to the payment page: the shopper does it again, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from storefront.saleor import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, field, variant
from tests.checkout.till import HOME, Payer
from tests.faults.doors import Killed, Troubled, faults_at
from tests.faults.journey import undone
from tests.faults.saying import say

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

Act = Callable[[Payer], "Page"]


def _set(slug: str, quantity: int) -> Act:
    return lambda shopper: shopper.post("/cart/set/", {"variant": variant(slug), "quantity": quantity})


def _delivery(shopper: Payer) -> Page:
    offered = shopper.get("/checkout/delivery/")
    if offered.status_code != 200:
        return offered
    return shopper.post("/checkout/delivery/", {"delivery": field(offered, "delivery")})


WAY: Mapping[str, tuple[Act, dict[str, int]]] = {
    "put something into a new cart": (lambda shopper: shopper.add(GEL, quantity=2), {GEL: 2}),
    "put something else beside it": (lambda shopper: shopper.add(CONDOMS), {GEL: 2, CONDOMS: 1}),
    "have more of it": (_set(CONDOMS, 3), {GEL: 2, CONDOMS: 3}),
    "take it out": (_set(CONDOMS, 0), {GEL: 2}),
    "look at the cart": (lambda shopper: shopper.get("/cart/"), {GEL: 2}),
    "say where to write to": (
        lambda shopper: shopper.post("/checkout/contact/", {"email": "sam@example.com"}),
        {GEL: 2},
    ),
    "say where it goes": (lambda shopper: shopper.post("/checkout/address/", HOME), {GEL: 2}),
    "choose a delivery": (_delivery, {GEL: 2}),
    "look at the payment page": (lambda shopper: shopper.get("/checkout/payment/"), {GEL: 2}),
}


def done_in_the_end(act: Act, shopper: Payer, door: Troubled) -> None:
    """Done with a fault on the way, and then again, as somebody does who was told that it had not worked."""
    try:
        with api.override_transport(door):
            answer = act(shopper)
    except Killed:
        pass
    else:
        if answer.status_code in (200, 302):
            return
        assert answer.status_code in (409, 502, 503), answer.status_code
    assert act(shopper).status_code in (200, 302)


@pytest.mark.django_db
def test_no_single_fault_doubles_or_loses_anything_before_the_payment() -> None:
    shopper, counted = Payer(), Counter[str]()

    for name, (act, wanted) in WAY.items():
        with undone():
            calm = Troubled()
            with api.override_transport(calm):
                act(shopper)
        for call in range(len(calm.asked)):
            for fault in faults_at(call):
                with undone():
                    cookies = dict(shopper.client.cookies)
                    done_in_the_end(act, shopper, Troubled({call: fault}))
                    held = shopper.held()
                    spare = sandbox.Checkout.objects.count()
                    shopper.client.cookies.clear()
                    shopper.client.cookies.update(cookies)
                assert held == wanted, f"{name}: {fault} at {calm.asked[call]}"
                assert spare <= 2, f"{name}: {fault} left {spare} checkouts behind"
                counted[name] += 1
        act(shopper)

    say(f"cart and steps: {sum(counted.values())} faults: {dict(counted)}")
    assert "seen" in shopper.get("/checkout/payment/").content.decode()
