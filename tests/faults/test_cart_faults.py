"""Every single fault at every call from the product page to the payment page: the shopper tries once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, input_value, variant_id
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.faults.faulty_transport import FaultyTransport, ProcessKilled, faults_at
from tests.faults.journey import print_counts, rolled_back

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

Act = Callable[[Payer], "Page"]


def _set(slug: str, quantity: int) -> Act:
    return lambda shopper: shopper.post("/cart/set/", {"variant": variant_id(slug), "quantity": quantity})


def _delivery(shopper: Payer) -> Page:
    offered = shopper.get("/checkout/delivery/")
    if offered.status_code != 200:
        return offered
    return shopper.post("/checkout/delivery/", {"delivery": input_value(offered, "delivery")})


ACTIONS: Mapping[str, tuple[Act, dict[str, int]]] = {
    "add to a new cart": (lambda shopper: shopper.add(GEL, quantity=2), {GEL: 2}),
    "add another product": (lambda shopper: shopper.add(CONDOMS), {GEL: 2, CONDOMS: 1}),
    "set a larger quantity": (_set(CONDOMS, 3), {GEL: 2, CONDOMS: 3}),
    "remove it": (_set(CONDOMS, 0), {GEL: 2}),
    "open the cart": (lambda shopper: shopper.get("/cart/"), {GEL: 2}),
    "enter the email address": (
        lambda shopper: shopper.post("/checkout/contact/", {"email": "sam@example.com"}),
        {GEL: 2},
    ),
    "enter the address": (lambda shopper: shopper.post("/checkout/address/", HOME_ADDRESS), {GEL: 2}),
    "choose a delivery": (_delivery, {GEL: 2}),
    "open the payment page": (lambda shopper: shopper.get("/checkout/payment/"), {GEL: 2}),
}


def retry_once(act: Act, shopper: Payer, transport: FaultyTransport) -> None:
    """Do something with a fault, and again if the page says that it did not work."""
    try:
        with api.override_transport(transport):
            response = act(shopper)
    except ProcessKilled:
        pass
    else:
        if response.status_code in (200, 302):
            return
        assert response.status_code in (409, 502, 503), response.status_code
    assert act(shopper).status_code in (200, 302)


@pytest.mark.django_db
def test_no_single_fault_doubles_or_loses_anything_before_the_payment() -> None:
    shopper, counted = Payer(), Counter[str]()

    for name, (act, wanted) in ACTIONS.items():
        with rolled_back():
            trial = FaultyTransport()
            with api.override_transport(trial):
                act(shopper)
        for call in range(len(trial.calls)):
            for fault in faults_at(call):
                with rolled_back():
                    cookies = dict(shopper.client.cookies)
                    retry_once(act, shopper, FaultyTransport({call: fault}))
                    held = shopper.quantities()
                    spare = sandbox.Checkout.objects.count()
                    shopper.client.cookies.clear()
                    shopper.client.cookies.update(cookies)
                assert held == wanted, f"{name}: {fault} at {trial.calls[call]}"
                assert spare <= 2, f"{name}: {fault} left {spare} checkouts behind"
                counted[name] += 1
        act(shopper)

    print_counts(f"cart and steps: {sum(counted.values())} faults: {dict(counted)}")
    assert "seen" in shopper.get("/checkout/payment/").content.decode()
