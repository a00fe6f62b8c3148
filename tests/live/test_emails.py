"""What a real Saleor tells of accounts and orders becomes the shop's own letters; no subject names a product."""

import re
from decimal import Decimal
from email.message import EmailMessage

import pytest

from storefront.saleor import accounts
from storefront.saleor.api import Credentials
from tests.contract.merchant.base import fresh, fresh_address
from tests.live.product_edits import CHANNEL, ProductEdits
from tests.live.shop_process import Shop, wait_for

pytestmark = pytest.mark.live
PASSWORD = "a long enough password"


def letter(shop: Shop, to: str, subject: str) -> EmailMessage:
    """The one letter to somebody with these words in its subject, once it has come."""
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
    """What stands in the letter's address."""
    found = re.search(rf"{re.escape(to)}\?(\S+)", body(message, "plain"))
    assert found
    return dict(pair.split("=", 1) for pair in found[1].split("&"))


def test_an_account_is_confirmed_and_its_password_set_by_links_in_our_letters(shop: Shop) -> None:
    email, caller = f"{fresh('sam')}@example.com", Credentials(address=fresh_address())
    confirm, choose = f"{shop.url}/account/confirm/", f"{shop.url}/account/new-password/"

    accounts.register(email=email, password=PASSWORD, channel=CHANNEL, redirect_url=confirm, caller=caller)
    token = link(letter(shop, email, "Confirm your email address"), confirm)["token"]
    accounts.confirm(email=email, token=token, password=PASSWORD, caller=caller)
    accounts.request_password_reset(email=email, channel=CHANNEL, redirect_url=choose, caller=caller)
    token = link(letter(shop, email, "Choose a new password"), choose)["token"]
    accounts.set_password(email=email, token=token, password=f"{PASSWORD}, another", caller=caller)

    assert accounts.sign_in(email=email, password=f"{PASSWORD}, another", caller=caller).token


def test_an_order_is_told_of_when_it_is_placed_sent_and_refunded_once_each(shop: Shop, edits: ProductEdits) -> None:
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
