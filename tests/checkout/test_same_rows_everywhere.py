"""One order has the same rows on every page and in its emails: cart, payment page, done page, order page, account."""

import re
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from storefront.sandbox.models import Order
from tests.accounts.conftest import customer as customer
from tests.accounts.customer import Customer
from tests.cart.shopper import CONDOMS, page_text
from tests.sandbox import merchant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db
Rows = list[tuple[str, str]]


def rows_of(page: "Page") -> Rows:
    """The rows of the summary on a page, without those that each page heads in its own way."""
    (summary,) = re.findall(r'<dl class="totals">(.*?)</dl>', page.content.decode(), re.DOTALL)
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", summary, re.DOTALL)
    clean = [tuple(" ".join(unescape(re.sub(r"<[^>]+>", "", part)).split()) for part in pair) for pair in pairs]
    return [(label, amount) for label, amount in clean]


def amounts(rows: Rows) -> list[str]:
    return [amount.replace("−", "-") for _, amount in rows]


def lines_of(page: "Page") -> list[str]:
    """The totals of the lines on a page."""
    return re.findall(r'<(?:span|p) class="amount">\s*(.*?)\s*</(?:span|p)>', page.content.decode())


@pytest.mark.parametrize(
    ("voucher", "card"), [(None, None), ("percent", None), ("amount", "4.00"), (None, "4.00"), ("percent", "500.00")]
)
def test_the_rows_of_one_order_are_the_same_everywhere(
    customer: Customer, voucher: str | None, card: str | None
) -> None:
    customer.add(CONDOMS)
    customer.reach_payment()
    if voucher:
        value = Decimal(3)
        merchant.create_voucher(
            "SAMEROWS",
            percent=value if voucher == "percent" else None,
            amount=value if voucher == "amount" else None,
        )
        customer.post("/cart/promo/", {"promo_code": "SAMEROWS"})
    if card:
        merchant.create_gift_card("SAMEROWSCARD", Decimal(card), "GBP")
        customer.post("/cart/promo/", {"promo_code": "SAMEROWSCARD"})
    mail.outbox.clear()

    cart, payment = customer.get("/cart/"), customer.get("/checkout/payment/")
    done = customer.pay_and_follow("success")
    number = Order.objects.get().number
    pages = [cart, payment, done, customer.get(f"/orders/{number}/"), customer.get(f"/account/orders/{number}/")]

    rows = [rows_of(page) for page in pages]
    for page, found in zip(pages, rows, strict=True):
        assert lines_of(page) == lines_of(cart)
        assert [label for label, _ in found[:-2]] == [label for label, _ in rows[0][:-2]]
        assert amounts(found) == amounts(rows[0])
    labels = [label for label, _ in rows[0]]
    assert ("SAMEROWS" in labels) == bool(voucher)
    assert ("Gift card ending in CARD" in labels) == bool(card)
    assert labels[-2:] == ["To pay", "Tax included"]
    assert "To pay" not in page_text(pages[2]) + page_text(pages[3]) + page_text(pages[4])
    money = [Decimal(amount.replace("£", "")) for amount in amounts(rows[0])]
    assert sum(money[:-2]) == money[-2]
    text = str(mail.outbox[-1].body)
    for label, amount in rows[0][:-2]:
        assert f"{label}: {amount.replace('−', '-')}" in text
