"""A shopper at the till: the steps in one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storefront.checkout.models import PaymentAttempt
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

    def pay(self, outcome: str, *, seen: str | None = None) -> Page:
        """Press the button; answers the redirect, or the page that says why not."""
        shown = seen or field(self.get("/checkout/payment/"), "seen")
        data = {"gateway": GATEWAY, "outcome": outcome, "seen": shown}
        return self.post("/checkout/payment/", data)

    def paid(self, outcome: str) -> Page:
        """Press the button and look at the page it leads to."""
        return self.client.get(self.pay(outcome)["Location"])


def the_attempt() -> PaymentAttempt:
    """The only one."""
    return PaymentAttempt.objects.get()


def orders() -> int:
    """How many orders there are at Saleor."""
    return sandbox.Order.objects.count()


def payments() -> int:
    """How many payments were begun at Saleor."""
    return sandbox.Transaction.objects.count()
