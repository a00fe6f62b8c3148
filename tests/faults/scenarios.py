"""What may happen between the button that pays and the order, apart from faults."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from storefront.sandbox import models as sandbox
from tests.faults.journey import ZERO, Journey


def _approved(journey: Journey) -> None:
    journey.pay("success")


def _declined(journey: Journey) -> None:
    journey.pay("decline")


def _pending(decide: Callable[[sandbox.Transaction], None]) -> Callable[[Journey], None]:
    def pending(journey: Journey) -> None:
        journey.pay("pending")
        for row in sandbox.Transaction.objects.filter(charge_pending_amount__gt=0):
            decide(row)
            row.save()
        journey.open_page()

    return pending


def _charge(row: sandbox.Transaction) -> None:
    row.charged_amount, row.charge_pending_amount = row.charge_pending_amount, ZERO


def _refuse(row: sandbox.Transaction) -> None:
    row.charge_pending_amount = ZERO


def _sold_out(journey: Journey) -> None:
    journey.transport.before["CheckoutComplete"] = lambda: _ignore(sandbox.Variant.objects.update(stock=0))
    journey.pay("success")


def _price_change(factor: str) -> Callable[[Journey], None]:
    def change(journey: Journey) -> None:
        def reprice() -> None:
            for price in sandbox.Price.objects.all():
                price.price = (price.price * Decimal(factor)).quantize(Decimal("0.01"))
                price.price_undiscounted = price.price
                price.save()
            sandbox.Checkout.objects.update(prices_until=timezone.now() - timedelta(days=1))

        journey.transport.before["CheckoutComplete"] = reprice
        journey.pay("success")

    return change


def _confirmed_too_late(journey: Journey) -> None:
    journey.pay("action-required")
    journey.elapsed += timedelta(minutes=31)
    journey.sweep()
    for row in sandbox.Transaction.objects.all():
        last = row.events.first()
        if last is not None and last.type == "CHARGE_ACTION_REQUIRED":
            row.charged_amount = last.amount
            row.save()
            row.events.create(type="CHARGE_SUCCESS", amount=last.amount)
    journey.receive_webhook()


def _two_tabs(journey: Journey) -> None:
    journey.pay("success")
    journey.pay("success")


def _early_webhooks(journey: Journey) -> None:
    journey.receive_webhook()
    journey.pay("success")
    journey.receive_webhook()
    journey.receive_webhook()


def _ignore(_: object) -> None:
    """Drop a result, for events that must return nothing."""


SCENARIOS: Mapping[str, Callable[[Journey], None]] = {
    "approved": _approved,
    "declined": _declined,
    "pending, then charged": _pending(_charge),
    "pending, then refused": _pending(_refuse),
    "stock gone after the charge": _sold_out,
    "price fell after the charge": _price_change("0.5"),
    "price rose after the charge": _price_change("2"),
    "confirmed too late": _confirmed_too_late,
    "two tabs": _two_tabs,
    "webhooks early and twice": _early_webhooks,
}
