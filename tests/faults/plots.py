"""What may happen between pressing the button and the order, apart from faults."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from storefront.sandbox import models as sandbox
from tests.faults.journey import NOTHING, Journey


def _approved(journey: Journey) -> None:
    journey.pay("success")


def _declined(journey: Journey) -> None:
    journey.pay("decline")


def _pending_then(decide: Callable[[sandbox.Transaction], None]) -> Callable[[Journey], None]:
    def pending(journey: Journey) -> None:
        journey.pay("pending")
        for row in sandbox.Transaction.objects.filter(charge_pending_amount__gt=0):
            decide(row)
            row.save()
        journey.look()

    return pending


def _takes(row: sandbox.Transaction) -> None:
    row.charged_amount, row.charge_pending_amount = row.charge_pending_amount, NOTHING


def _refuses(row: sandbox.Transaction) -> None:
    row.charge_pending_amount = NOTHING


def _stock_gone(journey: Journey) -> None:
    journey.door.before["CheckoutComplete"] = lambda: _ignore(sandbox.Variant.objects.update(stock=0))
    journey.pay("success")


def _price(factor: str) -> Callable[[Journey], None]:
    def changes(journey: Journey) -> None:
        def reprice() -> None:
            for price in sandbox.Price.objects.all():
                price.price = (price.price * Decimal(factor)).quantize(Decimal("0.01"))
                price.price_undiscounted = price.price
                price.save()
            sandbox.Checkout.objects.update(prices_until=timezone.now() - timedelta(days=1))

        journey.door.before["CheckoutComplete"] = reprice
        journey.pay("success")

    return changes


def _confirmed_too_late(journey: Journey) -> None:
    journey.pay("action-required")
    journey.after += timedelta(minutes=31)
    journey.sweep()
    for row in sandbox.Transaction.objects.all():
        last = row.events.first()
        if last is not None and last.type == "CHARGE_ACTION_REQUIRED":
            row.charged_amount = last.amount
            row.save()
            row.events.create(type="CHARGE_SUCCESS", amount=last.amount)
    journey.hear()


def _two_tabs(journey: Journey) -> None:
    journey.pay("success")
    journey.pay("success")


def _told_twice_and_early(journey: Journey) -> None:
    journey.hear()
    journey.pay("success")
    journey.hear()
    journey.hear()


def _ignore(_: object) -> None:
    """For an event that answers something."""


PLOTS: Mapping[str, Callable[[Journey], None]] = {
    "approved": _approved,
    "declined": _declined,
    "pending, then taken": _pending_then(_takes),
    "pending, then refused": _pending_then(_refuses),
    "stock gone after the charge": _stock_gone,
    "price fell after the charge": _price("0.5"),
    "price rose after the charge": _price("2"),
    "confirmed too late": _confirmed_too_late,
    "two tabs": _two_tabs,
    "webhooks early and twice": _told_twice_and_early,
}
