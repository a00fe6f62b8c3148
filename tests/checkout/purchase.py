"""A shopper who buys: each step of the checkout in one line."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from storefront.payments.models import PaymentAttempt
from storefront.sandbox import models as sandbox
from tests.cart.shopper import GEL, Shopper, input_value
from tests.replay import replayed

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

GATEWAY = "gradual.test-payments"
HOME_ADDRESS = {
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
    """A shopper who goes through the checkout and pays."""

    def reach_payment(self) -> Page:
        """Put two items into the cart, go through every step, and return the payment page."""
        if self.prefix:
            return self._reach_payment()
        return replayed(self.client, "payment page", self._reach_payment)

    def _reach_payment(self) -> Page:
        self.add(GEL, quantity=2)
        self.post("/checkout/contact/", {"email": "sam@example.com"})
        self.post("/checkout/address/", HOME_ADDRESS)
        self.post("/checkout/delivery/", {"delivery": input_value(self.get("/checkout/delivery/"), "delivery")})
        return self.get("/checkout/payment/")

    def pay(self, outcome: str = "", *, seen: str | None = None) -> Page:
        """Press the button that pays, and return the redirect, or the page that says why not.

        With an `outcome` the dummy provider ends the payment so; without one the shopper is sent to its page.
        """
        shown = seen or input_value(self.get("/checkout/payment/"), "seen")
        data = {"gateway": GATEWAY, "outcome": outcome, "seen": shown}
        return self.post("/checkout/payment/", data)

    def pay_and_follow(self, outcome: str) -> Page:
        """Pay, and return the page to which that leads."""
        return self.client.get(self.pay(outcome)["Location"])

    def go_to_provider(self) -> str:
        """Pay, and return the address of the provider's page to which the shopper is sent."""
        return redirect_page_url(self.client.get(self.pay()["Location"]))

    def choose_outcome(self, address: str, choice: str) -> str:
        """Choose an outcome on the provider's page, and return the address of the shop's page to which it leads."""
        return return_url(self.client.get(self.client.post(address, {"choice": choice})["Location"]))

    def pay_at_provider(self, choice: str) -> Page:
        """Pay, choose an outcome on the provider's page, and come back to the shop."""
        return self.client.get(self.choose_outcome(self.go_to_provider(), choice))


def redirect_page_url(page: Page) -> str:
    """Return where the page between the shop and the provider leads."""
    (address,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    return unescape(address)


def return_url(page: Page) -> str:
    """Return where the dummy provider's page leads back to."""
    (address,) = set(re.findall(r'href="([^"]*/checkout/payment/[0-9a-f-]{36}/)"', page.content.decode()))
    return unescape(address)


def only_attempt() -> PaymentAttempt:
    """Return the only payment attempt."""
    return PaymentAttempt.objects.get()


def order_count() -> int:
    """Return the number of orders in the sandbox."""
    return sandbox.Order.objects.count()


def transaction_count() -> int:
    """Return the number of transactions in the sandbox."""
    return sandbox.Transaction.objects.count()
