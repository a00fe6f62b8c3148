"""A customer's account on a real Saleor from registering to deletion, by the shop's pages and emails."""

import json
import re
import time
from collections.abc import Callable
from html import unescape

import httpx2
import pytest

from tests.contract.merchant.base import fresh
from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop
from tests.live.test_emails import body, letter

pytestmark = pytest.mark.live
PASSWORD, ANOTHER = "a long enough password", "quite another password"
HOME = {
    "country": "US",
    "first_name": "Robin",
    "last_name": "Hill",
    "street_address1": "101 Independence Ave SE",
    "city": "Washington",
    "country_area": "DC",
    "postal_code": "20540",
}


class Browser:
    """Cookies, hidden fields and buttons; no script."""

    def __init__(self, shop: Shop) -> None:
        self._client = httpx2.Client(base_url=shop.url, trust_env=False, timeout=90, follow_redirects=True)

    def get(self, path: str) -> str:
        """A page, in words and tags."""
        return self._client.get(path).text

    def press(self, page: str, *, to: str | None = None, **typed: str) -> str:
        """The form of a page, sent with what it hides and what is typed, to its own address or another; what comes."""
        shown = self._client.get(page)
        hidden = {
            unescape(name): unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.text)
        }
        return self._client.post(to or str(shown.url.copy_with(query=None)), data={**hidden, **typed}).text

    def sign_in(self, email: str, password: str) -> str:
        return self.press("/account/sign-in/", email=email, password=password)


def link(shop: Shop, to: str, subject: str) -> str:
    """Return path and query of the link in an email."""
    found = re.search(re.escape(shop.url) + r"(/account/\S+)", body(letter(shop, to, subject), "plain"))
    assert found
    return found[1]


def test_from_registering_to_the_accounts_end(shop: Shop, edits: ProductEdits) -> None:
    email, moved = f"{fresh('sam')}@example.com", f"{fresh('kim')}@example.com"
    browser, other = Browser(shop), Browser(shop)
    # an order made as a guest, before there is an account
    edits.sell(quantity=1, email=email)
    number = re.search(r"\d+", str(letter(shop, email, "is placed")["Subject"]))
    assert number

    # Register and confirm by our email and the password: signed in, and the guest order is theirs.
    assert "Look in your email" in browser.press("/account/register/", email=email, password=PASSWORD)
    confirm = link(shop, email, "Confirm your email address")
    assert "not the password that you chose" in browser.press(confirm, password="a guess")
    assert "Confirm your address first" in _again(lambda: other.sign_in(email, PASSWORD))
    assert "Your address is confirmed" in _again(lambda: browser.press(confirm, password=PASSWORD))
    assert f"Order {number[0]}" in browser.get("/account/orders/")
    assert "101 Independence Ave SE" in browser.get(f"/account/orders/{number[0]}/")

    # the address book
    assert "The address is saved" in browser.press("/account/addresses/new/", **HOME, for_parcels="on", for_bills="on")
    listed = browser.get("/account/addresses/")
    assert "For parcels" in listed
    assert "For bills" in listed

    # everything that is kept
    file = json.loads(browser.press("/account/data/", to="/account/data/download/"))
    assert file["profile"]["email"] == email
    assert [order["number"] for order in file["orders"]] == [number[0]]

    # Change the email: the new mailbox confirms it, the old one is notified.
    assert "Look in your new mailbox" in browser.press("/account/email/", email=moved, password=PASSWORD)
    change = link(shop, moved, "Confirm your new email address")
    assert "Your account has its new email address" in browser.press(change)
    assert letter(shop, email, "Your email address has changed")
    assert moved in _again(lambda: browser.sign_in(moved, PASSWORD))

    # Reset the password.
    assert "Look in your email" in other.press("/account/forgotten/", email=moved)
    choose = link(shop, moved, "Choose a new password")
    assert "Your password is new" in _again(lambda: other.press(choose, password=ANOTHER))
    assert "Your sign-in has ended" in browser.get("/account/")

    # signed in twice, signed out everywhere
    assert moved in _again(lambda: browser.sign_in(moved, ANOTHER))
    assert "signed out on every device" in browser.press("/account/", to="/account/sign-out-everywhere/")
    assert "Your sign-in has ended" in other.get("/account/")

    # the account's end
    assert moved in _again(lambda: browser.sign_in(moved, ANOTHER))
    assert "Look in your email" in browser.press("/account/data/delete/")
    end = link(shop, moved, "Delete your account?")
    assert "Your account is deleted" in browser.press(end)
    assert "do not go together" in _again(lambda: browser.sign_in(moved, ANOTHER))


def _again(act: Callable[[], str]) -> str:
    """Done until Saleor no longer makes this network address wait: the test's browsers share one."""
    said = act()
    while "Too many tries" in said:
        time.sleep(1)
        said = act()
    return said
