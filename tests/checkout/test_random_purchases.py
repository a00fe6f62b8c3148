"""Compare cart and checkout under random actions and faults with a simple model of both.

The model is a dictionary of what the cart holds and a count of orders. Faults are those of `tests.faults`.
"""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storefront.payments import tasks
from storefront.payments.models import HOLDING_MONEY, IN_PROGRESS, PaymentAttempt, State
from storefront.payments.transitions import LEASE
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, input_value, variant_id
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.faults.faulty_transport import Fault, FaultyTransport, ProcessKilled

THINGS = (GEL, CONDOMS)
faults = st.dictionaries(st.integers(0, 7), st.sampled_from(list(Fault)), max_size=2)


class CartCheckoutAndModel(RuleBasedStateMachine):
    """One shopper; `held` is what the cart must hold, `orders` how many orders there must be at Saleor."""

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.shopper = Payer()
        self.held: dict[str, int] = {}
        self.orders = 0
        self.later = timedelta(0)

    def teardown(self) -> None:
        """Roll back, so that the next machine starts from the same state."""
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(slug=st.sampled_from(THINGS), quantity=st.integers(1, 3), trouble=faults)
    def have(self, slug: str, quantity: int, trouble: dict[int, Fault]) -> None:
        """Set a quantity, again until the shop has it."""
        wanted = {"variant": variant_id(slug), "quantity": quantity}
        path = "/cart/set/" if slug in self.held else "/cart/add/"
        self._troubled(lambda: self.shopper.post(path, {**wanted, "next": "/shop/"}), trouble)
        self.shopper.get("/cart/")
        if self._now().get(slug) != quantity:
            assert self.shopper.post("/cart/set/", wanted).status_code in (200, 302, 404, 409)
        if self._now().get(slug) != quantity:
            assert self.shopper.add(slug, quantity=quantity).status_code == 302
        self.held[slug] = quantity

    @precondition(lambda self: self.held)
    @rule(trouble=faults)
    def go_through_steps(self, trouble: dict[int, Fault]) -> None:
        """Go through the steps; what fails is done again."""
        self._troubled(self._steps, trouble)
        self._steps()
        assert self.shopper.get("/checkout/")["Location"] == "/checkout/payment/"

    @precondition(lambda self: self.held)
    @rule(
        outcome=st.sampled_from(["success", "success", "decline", "pending", "action-required", "error"]),
        decided=st.booleans(),
        sold_out=st.booleans(),
        trouble=faults,
        seed=st.integers(0, 99),
    )
    def pay(self, outcome: str, decided: bool, sold_out: bool, trouble: dict[int, Fault], seed: int) -> None:
        """Press the button that pays once, and let time pass."""
        self._steps()
        seen = input_value(self.shopper.get("/checkout/payment/"), "seen")
        transport = FaultyTransport(trouble)
        stock = dict(sandbox.Variant.objects.values_list("pk", "stock"))
        if sold_out:
            transport.before["CheckoutComplete"] = lambda: _now_sold_out(THINGS)
        self._troubled(lambda: self.shopper.pay(outcome, seen=seen), trouble, transport=transport)
        for row in sandbox.Transaction.objects.filter(charge_pending_amount__gt=0):
            row.charged_amount, row.charge_pending_amount = (
                (row.charge_pending_amount if decided else Decimal(0)),
                Decimal(0),
            )
            row.save()
        self._until_it_rests(random.Random(seed))
        for key, left in stock.items():
            sandbox.Variant.objects.filter(pk=key, stock=0).update(stock=left)
        if sandbox.Order.objects.count() > self.orders:
            self.orders += 1
            self._must_be_the_order(self.held)
            self.held = {}

    @invariant()
    def they_agree(self) -> None:
        """Every order is paid by its exact total, and no other money is held."""
        orders = {order.pk: order.total for order in sandbox.Order.objects.all()}
        assert len(orders) == self.orders
        money = dict.fromkeys(orders, Decimal(0))
        for row in sandbox.Transaction.objects.all():
            if row.order_id is None:
                assert row.charged_amount + row.charge_pending_amount == 0
            else:
                money[row.order_id] += row.charged_amount + row.charge_pending_amount
        assert all(money[key] in (total, 0) for key, total in orders.items())
        self.shopper.get("/cart/")
        assert self._now() == self.held

    def _steps(self) -> None:
        self.shopper.post("/checkout/contact/", {"email": "sam@example.com"})
        self.shopper.post("/checkout/address/", HOME_ADDRESS)
        page = self.shopper.get("/checkout/delivery/")
        if page.status_code == 200:
            self.shopper.post("/checkout/delivery/", {"delivery": input_value(page, "delivery")})

    def _troubled(self, act: object, trouble: dict[int, Fault], *, transport: FaultyTransport | None = None) -> None:
        assert callable(act)
        try:
            with (
                api.override_transport(transport or FaultyTransport(trouble)),
                time_machine.travel(timezone.now() + self.later),
            ):
                act()
        except (ProcessKilled, AssertionError):
            # A page that says that something failed has no field to fill in; the shopper tries again.
            waiting = PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY))
            waiting.update(leased_until=timezone.now() + self.later + LEASE)

    def _until_it_rests(self, chance: random.Random) -> None:
        for _ in range(30):
            if not PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY)).exists():
                return
            self.later += timedelta(seconds=chance.choice((65, 330, 960)))
            with time_machine.travel(timezone.now() + self.later):
                tasks.process_due_attempts()
        raise AssertionError(list(PaymentAttempt.objects.values_list("state", "reason")))

    def _now(self) -> dict[str, int]:
        kept = self.shopper.client.session.get("carts", {}).get("uk")
        return self.shopper.quantities() if kept and kept["checkout"] else {}

    def _must_be_the_order(self, wanted: dict[str, int]) -> None:
        order = sandbox.Order.objects.order_by("-number").first()
        assert order is not None
        assert {line.variant.product.slug: line.quantity for line in order.lines.all() if line.variant} == wanted
        attempt = PaymentAttempt.objects.get(order_number=str(order.number))
        assert attempt.state == State.ORDERED


def _now_sold_out(slugs: tuple[str, ...]) -> None:
    sandbox.Variant.objects.filter(product__slug__in=slugs).update(stock=0)


@pytest.mark.django_db
def test_cart_checkout_and_their_model_agree_whatever_happens() -> None:
    run_state_machine_as_test(
        CartCheckoutAndModel,
        settings=settings(
            max_examples=5,
            stateful_step_count=6,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
