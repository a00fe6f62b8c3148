"""Account and order events of a real Saleor become the shop's emails; no subject names a product."""

import re
from decimal import Decimal
from email.message import EmailMessage

import pytest

from storefront.saleor import accounts
from storefront.saleor.client.api import Credentials
from tests.contract.merchant.base import fresh, fresh_address
from tests.live.product_edits import CHANNEL, ProductEdits
from tests.live.shop_process import Shop, wait_for

pytestmark = pytest.mark.live
PASSWORD = "a long enough password"


def letter(shop: Shop, to: str, subject: str) -> EmailMessage:
    """Wait for the one email to an address with these words in its subject, and return it."""
    wait_for(f"a letter: {subject}", lambda: _found(shop, to, subject))
    (found,) = _found(shop, to, subject)
    return found


def _found(shop: Shop, to: str, subject: str) -> list[EmailMessage]:
    return [each for each in shop.emails(to) if subject in str(each["Subject"])]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link(message: EmailMessage, to: str) -> dict[str, str]:
    """Return a query parameter of the link in an email."""
    found = re.search(rf"{re.escape(to)}\?(\S+)", body(message, "plain"))
    assert found
    return dict(pair.split("=", 1) for pair in found[1].split("&"))


def test_links_in_our_emails_confirm_accounts_and_set_passwords(shop: Shop) -> None:
    email, caller = f"{fresh('sam')}@example.com", Credentials(address=fresh_address())
    confirm, choose = f"{shop.url}/account/confirm/", f"{shop.url}/account/new-password/"

    accounts.register(email=email, password=PASSWORD, channel=CHANNEL, redirect_url=confirm, caller=caller)
    token = link(letter(shop, email, "Confirm your email address"), confirm)["token"]
    accounts.confirm(email=email, token=token, password=PASSWORD, caller=caller)
    accounts.request_password_reset(email=email, channel=CHANNEL, redirect_url=choose, caller=caller)
    token = link(letter(shop, email, "Choose a new password"), choose)["token"]
    accounts.set_password(email=email, token=token, password=f"{PASSWORD}, another", caller=caller)

    assert accounts.sign_in(email=email, password=f"{PASSWORD}, another", caller=caller).token


def test_orders_are_announced_once_when_placed_sent_and_refunded(shop: Shop, edits: ProductEdits) -> None:
    email = f"{fresh('robin')}@example.com"
    order, _ = edits.sell(quantity=2, email=email)
    placed = letter(shop, email, "is placed")
    edits.fulfil(order)
    sent = letter(shop, email, "is on its way")
    edits.record_refund(order, amount=Decimal(1))
    refunded = letter(shop, email, "Money back for")

    name = str(shop.query_value("select name from catalog_product where saleor_id = ?", edits.product.product_id))
    assert name in body(placed, "plain")
    assert name in body(placed, "html")
    assert "$1.00" in body(refunded, "plain")
    assert "neutral" in body(sent, "html")
    assert len(shop.emails(email)) == 3
    for message in shop.emails(email):
        assert name not in str(message["Subject"])
        assert 'lang="en-us"' in body(message, "html")
