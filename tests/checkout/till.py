"""A shopper at the till: the steps in one line each."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from storefront.payments.models import PaymentAttempt
from storefront.sandbox import models as sandbox
from tests.cart.shopper import GEL, Shopper, field

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

GATEWAY = "gradual.test-payments"
HOME = {
    "country": "GB",
    "first_name": "S",
    "last_name": "Reader",
    "street_address1": "1 Quiet Lane",
    "city": "Leeds",
    "postal_code": "LS1 4AP",
    "bill_asked": "yes",
    "bill_same": "on",
}


class Payer(Shopper):
    """A shopper who goes to pay."""

    def at_payment(self) -> Page:
        """The payment page, reached step by step with something in the cart."""
        self.add(GEL, quantity=2)
        self.post("/checkout/contact/", {"email": "sam@example.com"})
        self.post("/checkout/address/", HOME)
        self.post("/checkout/delivery/", {"delivery": field(self.get("/checkout/delivery/"), "delivery")})
        return self.get("/checkout/payment/")

    def pay(self, outcome: str = "", *, seen: str | None = None) -> Page:
        """Press the button; answers the redirect, or the page that says why not.

        With an `outcome` the test payment ends so at once; without one the shopper is sent to its page.
        """
        shown = seen or field(self.get("/checkout/payment/"), "seen")
        data = {"gateway": GATEWAY, "outcome": outcome, "seen": shown}
        return self.post("/checkout/payment/", data)

    def paid(self, outcome: str) -> Page:
        """Press the button and look at the page it leads to."""
        return self.client.get(self.pay(outcome)["Location"])

    def sent_off(self) -> str:
        """Press the button and follow to the payment service's page; its address."""
        return pay_page(self.client.get(self.pay()["Location"]))

    def chooses(self, address: str, choice: str) -> str:
        """Choose on the test payments' page how it ends; the address of the shop's page to which that leads back."""
        shown = self.client.get(self.client.post(address, {"choice": choice})["Location"])
        return the_attempt_page(shown)

    def comes_back(self, choice: str) -> Page:
        """Press the button, choose on the payment service's page, and come back to the shop."""
        return self.client.get(self.chooses(self.sent_off(), choice))


def pay_page(page: Page) -> str:
    """Where the in-between page leads."""
    (address,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    return unescape(address)


def the_attempt_page(page: Page) -> str:
    """Where the test payments' page leads back to."""
    (address,) = set(re.findall(r'href="([^"]*/checkout/payment/[0-9a-f-]{36}/)"', page.content.decode()))
    return unescape(address)


def the_attempt() -> PaymentAttempt:
    """The only one."""
    return PaymentAttempt.objects.get()


def orders() -> int:
    """How many orders there are at Saleor."""
    return sandbox.Order.objects.count()


def payments() -> int:
    """How many payments were begun at Saleor."""
    return sandbox.Transaction.objects.count()
