"""A customer with a browser that has no script: registers, opens emailed links, presses their one button."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core import mail

from tests.checkout.purchase import Payer

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

PASSWORD = "correct-horse-battery"
EMAIL = "sam@example.com"
HOME = {
    "country": "GB",
    "first_name": "Sam",
    "last_name": "Reader",
    "street_address1": "1 Quiet Lane",
    "city": "Leeds",
    "postal_code": "LS1 4AP",
}


class Customer(Payer):
    """One customer's browser."""

    email = EMAIL

    def register(self, email: str = EMAIL) -> Page:
        self.email = email
        return self.post("/account/register/", {"email": email, "password": PASSWORD})

    def confirm(self, password: str = PASSWORD) -> Page:
        return self.press_link(mailed(self.email), password=password)

    def sign_in(self, password: str = PASSWORD, **extra: str) -> Page:
        return self.post("/account/sign-in/", {"email": self.email, "password": password, **extra})

    def press_link(self, path: str, **typed: str) -> Page:
        """Open an emailed link and submit its form."""
        page = self.client.get(path)
        hidden = {
            name: page.context["form"][name].value()
            for name in page.context["form"].fields
            if name in ("email", "token")
        }
        return self.client.post(path.partition("?")[0], {**hidden, **typed})

    def address_key(self) -> str:
        """Of the first address of the book."""
        found = re.search(r"/account/addresses/([^/\"]+)/delete/", self.get("/account/addresses/").content.decode())
        assert found
        return found[1]


def mailed(to: str) -> str:
    """The path and query of the link in the newest mail to this address."""
    text = next(str(message.body) for message in reversed(mail.outbox) if message.to == [to])
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1].replace("&amp;", "&")


def mails_to(address: str) -> list[str]:
    """Subjects, the oldest first."""
    return [str(message.subject) for message in mail.outbox if message.to == [address]]
