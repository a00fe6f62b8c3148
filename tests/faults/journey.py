"""A shopper who pays while things go wrong, and what must hold in the end, whatever did."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import time_machine
from django.db import transaction
from django.utils import timezone

from storefront.emails.models import Email
from storefront.emails.outbox import PAYMENT_REFUNDED
from storefront.payments import tasks, webhooks
from storefront.payments.models import HOLDING_MONEY, IN_PROGRESS, PaymentAttempt, State
from storefront.payments.transitions import LEASE
from storefront.saleor import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import words
from tests.checkout.till import Payer
from tests.faults.doors import Killed, Troubled
from tests.on_commit import run_on_commit

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

ROUNDS = 40
NOTHING = Decimal(0)


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is undone: the next journey starts where this one did."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # commits count within it, see tests.on_commit
    with block:
        yield
        transaction.set_rollback(True)


class Journey:
    """One payment: `seen` is the total that the shopper was shown, `door` what lies between the shop and Saleor."""

    def __init__(self, shopper: Payer, *, seen: str, door: Troubled) -> None:
        self.shopper, self.seen, self.door = shopper, seen, door
        self.checkout_id = shopper.checkout_id
        self.address = ""
        self.after = timedelta(0)
        self.told: list[str] = []

    def surviving(self, act: Callable[[], object]) -> bool:
        """Do something; whether the process lived. One that died leaves its lease behind."""
        with time_machine.travel(timezone.now() + self.after, tick=True):
            try:
                with api.override_transport(self.door):
                    act()
            except Killed:
                PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY)).update(
                    leased_until=timezone.now() + LEASE
                )
                return False
        return True

    def pay(self, outcome: str) -> None:
        """Press the button, once more if nothing came of it, and look at where it leads."""
        lives = self.surviving(lambda: self._pressed(outcome))
        if not PaymentAttempt.objects.exists():
            lives = self.surviving(lambda: self._pressed(outcome))
        if lives:
            self.look()

    def _pressed(self, outcome: str) -> None:
        answer = self.shopper.pay(outcome, seen=self.seen)
        self.address = answer["Location"] if answer.status_code == 302 else ""

    def look(self) -> None:
        """Look at the payment's page, which must tell the truth as far as it is known."""
        attempt = PaymentAttempt.objects.order_by("-pk").first()
        if attempt is not None:
            self.surviving(lambda: self._seen(self.shopper.get(f"/checkout/payment/{attempt.uuid}/")))

    def _seen(self, page: Page) -> None:
        if page.status_code != 200:
            return
        said = words(page)
        self.told.append(said)
        if "No money was taken" in said or "Your payment has gone back" in said:
            assert self.money() == NOTHING, said
        if "your order is placed" in said:
            assert sandbox.Order.objects.count() == 1

    def hear(self) -> None:
        """Saleor tells that the money is there, however often."""
        body = json.dumps({"__typename": "CheckoutFullyPaid", "checkout": {"id": self.checkout_id}}).encode()

        def told() -> None:
            with run_on_commit():
                webhooks.handle_transaction_event("checkout_fully_paid", body)

        self.surviving(told)

    def sweep(self) -> None:
        """The worker's own round."""
        self.surviving(tasks.process_due_attempts)

    def recover(self, chance: random.Random) -> None:
        """Time goes by; the sweeper, the webhook and the shopper come in any order, until nothing waits."""
        for _ in range(ROUNDS):
            if not self.waits():
                return
            self.after += timedelta(seconds=chance.choice((65, 110, 330)) if self.is_open() else 7200)
            chance.choice((self.sweep, self.sweep, self.look, self.hear))()
        raise AssertionError(f"still waiting: {list(PaymentAttempt.objects.values_list('state', 'reason'))}")

    def waits(self) -> bool:
        """Whether an attempt has not come to its end, or money came after that."""
        return self.is_open() or (self.money() > NOTHING and not sandbox.Order.objects.exists())

    def is_open(self) -> bool:
        """Whether an attempt has not come to its end."""
        return PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY)).exists()

    def money(self) -> Decimal:
        """What is held of the shopper's money, or may still be taken."""
        return sum(
            (row.charged_amount + row.charge_pending_amount for row in sandbox.Transaction.objects.all()), NOTHING
        )

    def must_have_ended_well(self, wanted: dict[str, int]) -> State | None:
        """Exactly one order and its very total charged; or none, nothing held, and the cart as it was."""
        orders = list(sandbox.Order.objects.all())
        assert len(orders) <= 1
        self._books_must_agree()
        attempts = list(PaymentAttempt.objects.all())
        if orders:
            (order,) = orders
            assert self.money() == order.total
            assert {line.variant.product.slug: line.quantity for line in order.lines.all() if line.variant} == wanted
            assert [one.order_number for one in attempts if one.state == State.ORDERED] == [str(order.number)]
            assert self.shopper.get("/cart/badge/").content == b""
            return State.ORDERED
        assert self.money() == NOTHING
        assert all(one.state in (State.REFUSED, State.FAILED, State.REFUNDED) for one in attempts)
        refunded = [one for one in attempts if one.state == State.REFUNDED]
        if any(one.transitions.filter(to_state=State.REFUNDING).exists() for one in refunded):
            assert Email.objects.filter(kind=PAYMENT_REFUNDED).count() == 1
        self.shopper.get("/cart/")
        held = self.shopper.held() if "uk" in self.shopper.client.session["carts"] else {}
        assert held == {slug: number for slug, number in wanted.items() if self._is_left(slug, number)}
        return State(attempts[-1].state) if attempts else None

    @staticmethod
    def _is_left(slug: str, number: int) -> bool:
        return sandbox.Variant.objects.filter(product__slug=slug, stock__gte=number).exists()

    @staticmethod
    def _books_must_agree() -> None:
        for attempt in PaymentAttempt.objects.all():
            changes = list(attempt.transitions.all())
            assert [move.from_state for move in changes[1:]] == [move.to_state for move in changes[:-1]]
            assert changes[-1].to_state == attempt.state
            assert (attempt.provider_data, attempt.provider_action) == ({}, "")
