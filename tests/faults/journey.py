"""A shopper who pays while Saleor fails, and what must hold in the end whatever failed."""

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
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import page_text
from tests.checkout.purchase import Payer
from tests.faults.faulty_transport import FaultyTransport, ProcessKilled
from tests.on_commit import run_on_commit

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

MAX_ROUNDS = 40
ZERO = Decimal(0)


def print_counts(counts: str) -> None:
    """Print what a run has counted, on a line of its own."""
    print(f"\nfaults: {counts}")  # noqa: T201


@contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back what happens inside, so that the next journey starts from the same state."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # on_commit callbacks run inside, see tests.on_commit
    with block:
        yield
        transaction.set_rollback(True)


class Journey:
    """One payment. `seen` is the total on the payment page, `transport` lies between the shop and Saleor."""

    def __init__(self, shopper: Payer, *, seen: str, transport: FaultyTransport) -> None:
        self.shopper, self.seen, self.transport = shopper, seen, transport
        self.checkout_id = shopper.checkout_id
        self.elapsed = timedelta(0)

    def run(self, act: Callable[[], object]) -> bool:
        """Do something, and return whether the process survived. A killed process keeps its lease."""
        with time_machine.travel(timezone.now() + self.elapsed, tick=True):
            try:
                with api.override_transport(self.transport):
                    act()
            except ProcessKilled:
                unfinished = PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY))
                unfinished.update(leased_until=timezone.now() + LEASE)
                return False
        return True

    def pay(self, outcome: str) -> None:
        """Press the button that pays, again if no attempt began, and open the payment's page."""
        survived = self.run(lambda: self.shopper.pay(outcome, seen=self.seen))
        if not PaymentAttempt.objects.exists():
            survived = self.run(lambda: self.shopper.pay(outcome, seen=self.seen))
        if survived:
            self.open_page()

    def open_page(self) -> None:
        """Open the payment's page, which must not say anything that is false."""
        attempt = PaymentAttempt.objects.order_by("-pk").first()
        if attempt is not None:
            self.run(lambda: self._check_page(self.shopper.get(f"/checkout/payment/{attempt.uuid}/")))

    def _check_page(self, page: Page) -> None:
        if page.status_code != 200:
            return
        text = page_text(page)
        if "No money was taken" in text or "Your payment has gone back" in text:
            assert self.money_held() == ZERO, text
        if "your order is placed" in text:
            assert sandbox.Order.objects.count() == 1

    def receive_webhook(self) -> None:
        """Let Saleor send its event about the paid checkout."""
        body = json.dumps({"__typename": "CheckoutFullyPaid", "checkout": {"id": self.checkout_id}}).encode()

        def handle() -> None:
            with run_on_commit():
                webhooks.handle_transaction_event("checkout_fully_paid", body)

        self.run(handle)

    def sweep(self) -> None:
        """Run the worker's periodic task."""
        self.run(tasks.process_due_attempts)

    def recover(self, chance: random.Random) -> None:
        """Let time pass; run the periodic task, the webhook and the page in any order until every attempt has ended."""
        for _ in range(MAX_ROUNDS):
            if not self._is_unfinished():
                return
            self.elapsed += timedelta(seconds=chance.choice((65, 110, 330)) if self._has_open_attempt() else 7200)
            chance.choice((self.sweep, self.sweep, self.open_page, self.receive_webhook))()
        raise AssertionError(f"still open: {list(PaymentAttempt.objects.values_list('state', 'reason'))}")

    def _is_unfinished(self) -> bool:
        """Tell whether an attempt is open, or money came after it had ended."""
        return self._has_open_attempt() or (self.money_held() > ZERO and not sandbox.Order.objects.exists())

    @staticmethod
    def _has_open_attempt() -> bool:
        return PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY)).exists()

    @staticmethod
    def money_held() -> Decimal:
        """Return what is held of the shopper's money, or may still be charged."""
        transactions = sandbox.Transaction.objects.all()
        return sum((row.charged_amount + row.charge_pending_amount for row in transactions), ZERO)

    def assert_ended_well(self, wanted: dict[str, int]) -> State | None:
        """Check that there is one order and its total is charged; or no order, no money held and the same cart."""
        orders = list(sandbox.Order.objects.all())
        assert len(orders) <= 1
        self._assert_history_is_complete()
        attempts = list(PaymentAttempt.objects.all())
        if orders:
            (order,) = orders
            assert self.money_held() == order.total
            assert {line.variant.product.slug: line.quantity for line in order.lines.all() if line.variant} == wanted
            assert [one.order_number for one in attempts if one.state == State.ORDERED] == [str(order.number)]
            assert not self.shopper.get("/cart/badge/").content[:1].isdigit()
            return State.ORDERED
        assert self.money_held() == ZERO
        assert all(one.state in (State.REFUSED, State.FAILED, State.REFUNDED) for one in attempts)
        refunded = [one for one in attempts if one.state == State.REFUNDED]
        if any(one.transitions.filter(to_state=State.REFUNDING).exists() for one in refunded):
            assert Email.objects.filter(kind=PAYMENT_REFUNDED).count() == 1
        self.shopper.get("/cart/")
        held = self.shopper.quantities() if "uk" in self.shopper.client.session["carts"] else {}
        assert held == {slug: number for slug, number in wanted.items() if self._is_in_stock(slug, number)}
        return State(attempts[-1].state) if attempts else None

    @staticmethod
    def _is_in_stock(slug: str, number: int) -> bool:
        return sandbox.Variant.objects.filter(product__slug=slug, stock__gte=number).exists()

    @staticmethod
    def _assert_history_is_complete() -> None:
        for attempt in PaymentAttempt.objects.all():
            changes = list(attempt.transitions.all())
            assert [change.from_state for change in changes[1:]] == [change.to_state for change in changes[:-1]]
            assert changes[-1].to_state == attempt.state
            assert (attempt.provider_data, attempt.provider_action) == ({}, "")
