"""An order's state is what has happened to it, whatever is held now."""

from decimal import Decimal

import msgspec
import pytest
from django.utils import translation

from storefront.saleor.order_state import (
    Handover,
    OrderStage,
    PaymentState,
    handover,
    order_stage,
    payment_state,
    payment_title,
    status_label,
)
from storefront.saleor.types import GrossMoney, Money, OrderGlance

TOTAL = "79.20"


def order(
    charged: str = "0",
    refunded: str = "0",
    authorized: str = "0",
    canceled: str = "0",
    *,
    status: str = "UNFULFILLED",
    total: str = TOTAL,
) -> OrderGlance:
    def money(amount: str) -> Money:
        return Money(amount=Decimal(amount), currency="USD")

    return msgspec.convert(
        {
            "number": "7",
            "status": status,
            "created": "2026-11-30T12:00:00Z",
            "isShippingRequired": True,
            "total": GrossMoney(gross=money(total)),
            "totalCharged": money(charged),
            "totalRefunded": money(refunded),
            "totalAuthorized": money(authorized),
            "totalCanceled": money(canceled),
        },
        OrderGlance,
        from_attributes=True,
    )


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (order(), PaymentState.PENDING),
        (order(TOTAL), PaymentState.PAID),
        (order("80.00"), PaymentState.PAID),
        (order("0", total="0"), PaymentState.PAID),
        (order("0", authorized=TOTAL), PaymentState.RESERVED),
        (order("20.00", authorized="59.20"), PaymentState.RESERVED),
        (order("20.00"), PaymentState.PARTLY_CHARGED),
        (order("74.20", "5.00"), PaymentState.PARTLY_REFUNDED),
        (order("0", TOTAL), PaymentState.REFUNDED),
        (order("-7.00", TOTAL), PaymentState.REFUNDED),
        (order("0", TOTAL, status="CANCELED"), PaymentState.REFUNDED),
        (order("0", canceled=TOTAL), PaymentState.RELEASED),
        (order("0", canceled=TOTAL, status="CANCELED"), PaymentState.RELEASED),
    ],
)
def test_the_payment_of_an_order(row: OrderGlance, state: PaymentState) -> None:
    assert payment_state(row) is state


@pytest.mark.parametrize("status", ["UNFULFILLED", "FULFILLED", "CANCELED", "RETURNED", "EXPIRED", "NEW_IN_4_0"])
@pytest.mark.parametrize(("charged", "refunded"), [("0", "0"), (TOTAL, "0"), ("70.00", "9.20"), ("0", TOTAL)])
def test_no_order_is_asked_for_money_again(status: str, charged: str, refunded: str) -> None:
    row = order(charged, refunded, status=status)

    with translation.override("en-gb"):
        words = f"{payment_title(row)} {status_label(row)}".lower()

    assert "to pay" not in words
    assert "to be paid" not in words
    if Decimal(refunded) or status in ("CANCELED", "EXPIRED"):
        assert "waiting for the payment" not in words


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({}, "We pack it"),
        ({"collection_point_name": "Americas"}, "We get it ready"),
        ({"is_shipping_required": False}, "We get it ready"),
        ({"status": "FULFILLED"}, "Sent"),
        ({"status": "FULFILLED", "collection_point_name": "Americas"}, "Ready to collect, or collected"),
        ({"status": "FULFILLED", "is_shipping_required": False}, "Done"),
        ({"status": "CANCELED"}, "Cancelled"),
        ({"status": "NEW_IN_4_0"}, "In hand"),
    ],
)
def test_the_status_says_how_it_is_handed_over(changes: dict[str, object], label: str) -> None:
    with translation.override("en-gb"):
        assert status_label(msgspec.structs.replace(order(TOTAL), **changes)) == label


def test_what_was_refunded_before_it_was_sent_is_not_packed() -> None:
    with translation.override("en-gb"):
        assert status_label(order("0", TOTAL)) == "Refunded"


def test_a_status_that_is_not_known_is_no_other() -> None:
    assert order_stage(order(status="NEW_IN_4_0")) is OrderStage.OTHER


def test_how_an_order_is_handed_over() -> None:
    collected = msgspec.structs.replace(order(), collection_point_name="Americas")

    assert handover(order()) is Handover.DELIVERY
    assert handover(collected) is Handover.COLLECTION
    assert handover(msgspec.structs.replace(collected, is_shipping_required=False)) is Handover.NOTHING
