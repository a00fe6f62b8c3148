"""Every automatic change of a cart is shown to the shopper: each member of the enumeration has a scenario here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from storefront.cart.changes import CartChange, Change, sentence
from storefront.catalog.models import Listing
from storefront.payments.models import PaymentAttempt, State
from storefront.sandbox import models as sandbox
from tests.accounts.customer import PASSWORD
from tests.cart.shopper import CONDOMS, GEL, LOW_STOCK, Shopper, page_text, variant_id
from tests.checkout.purchase import Payer
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db
EMAIL = "sam@example.com"


def sku(slug: str) -> str:
    return str(sandbox.Variant.objects.get(product__slug=slug).sku)


def customers(number: int) -> list[Payer]:
    """Return browsers of one customer, signed in."""
    browsers = [Payer() for _ in range(number)]
    browsers[0].post("/account/register/", {"email": EMAIL, "password": PASSWORD})
    merchant.confirm_customer(EMAIL)
    for browser in browsers:
        browser.post("/account/sign-in/", {"email": EMAIL, "password": PASSWORD})
    return browsers


def with_voucher(*, min_spent: Decimal | None = None) -> Shopper:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)
    merchant.create_voucher("SAVE", percent=Decimal(10), min_spent=min_spent)
    shopper.post("/cart/promo/", {"promo_code": "SAVE"})
    return shopper


def voucher_removed() -> str:
    shopper = with_voucher(min_spent=Decimal(10))
    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 1})
    return page_text(shopper.get("/cart/"))


def voucher_replaced() -> str:
    shopper = with_voucher()
    merchant.create_voucher("MORE", percent=Decimal(20))
    shopper.post("/cart/promo/", {"promo_code": "MORE"})
    return page_text(shopper.get("/cart/"))


def gift_card_removed() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    merchant.create_gift_card("CARD-ABCD-9876", Decimal(5), "GBP")
    shopper.post("/cart/promo/", {"promo_code": "CARD-ABCD-9876"})
    shopper.get("/cart/")
    checkout = sandbox.Checkout.objects.get()
    checkout.gift_cards.clear()
    sandbox.Checkout.objects.update(updated_at=checkout.updated_at)
    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 2})
    return page_text(shopper.get("/cart/"))


def codes_lost() -> str:
    shopper = with_voucher()
    sandbox.Checkout.objects.all().delete()
    return page_text(shopper.get("/cart/"))


def price_changed() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    merchant.set_price(sku(GEL), "uk", Decimal(9))
    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 2})
    return page_text(shopper.get("/cart/"))


def line_removed() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)
    Listing.objects.filter(product__slug=GEL, channel="uk").update(published=False)
    sandbox.CheckoutLine.objects.filter(variant__product__slug=GEL).delete()
    shopper.post("/cart/set/", {"variant": variant_id(CONDOMS), "quantity": 2})
    return page_text(shopper.get("/cart/"))


def line_changed_elsewhere() -> str:
    phone, laptop = customers(2)
    phone.add(GEL)
    laptop.get("/cart/")
    laptop.add(CONDOMS)
    return page_text(phone.get("/cart/"))


def line_left_out() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.add(CONDOMS)
    Listing.objects.filter(product__slug=GEL, channel="uk").update(published=False)
    sandbox.Checkout.objects.all().delete()
    return page_text(shopper.get("/cart/"))


def quantity_cut() -> str:
    shopper = Shopper()
    shopper.add(LOW_STOCK, quantity=3)
    merchant.set_stock(sku(LOW_STOCK), 2)
    sandbox.Checkout.objects.all().delete()
    return page_text(shopper.get("/cart/"))


def cart_recreated() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    sandbox.Checkout.objects.all().delete()
    return page_text(shopper.get("/cart/"))


def cart_after_payment() -> str:
    payer = Payer()
    payer.reach_payment()
    payer.pay("pending")
    PaymentAttempt.objects.update(state=State.REFUNDED)
    return page_text(payer.get("/cart/"))


def market_changed() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    return page_text(Shopper("/en-ie", client=shopper.client).get("/cart/"))


def nothing_sold_here() -> str:
    shopper = Shopper()
    shopper.add(GEL)
    Listing.objects.filter(product__slug=GEL, channel="eu").update(published=False)
    return page_text(Shopper("/en-ie", client=shopper.client).get("/cart/"))


def cart_merged() -> str:
    (phone,) = customers(1)
    phone.add(GEL)
    laptop = Payer()
    laptop.add(CONDOMS)
    laptop.post("/account/sign-in/", {"email": EMAIL, "password": PASSWORD})
    return page_text(laptop.get("/account/"))


def kept_in_account() -> str:
    (phone,) = customers(1)
    phone.add(GEL)
    return page_text(phone.client.get(phone.post("/account/sign-out/", {})["Location"]))


def removed_from_device() -> str:
    guest = Payer()
    guest.reach_payment()
    guest.pay_and_follow("success")
    guest.add(GEL)
    guest.post("/orders/close/", {})
    return page_text(guest.get("/orders/"))


def ordered() -> str:
    payer = Payer()
    payer.reach_payment()
    seen = payer.get("/checkout/payment/").context["form"]["seen"].value()
    payer.pay_and_follow("success")
    old_tab = payer.pay("success", seen=seen)
    return page_text(payer.client.get(old_tab["Location"]))


def ordered_elsewhere() -> str:
    phone, laptop = customers(2)
    phone.reach_payment()
    laptop.get("/cart/")
    phone.pay_and_follow("success")
    return page_text(laptop.get("/cart/"))


def paying_elsewhere() -> str:
    payer = Payer()
    payer.reach_payment()
    payer.pay("pending")
    return page_text(Shopper("/en-ie", client=payer.client).get("/cart/"))


def sign_in_ended() -> str:
    (phone,) = customers(1)
    session = phone.client.session
    session["sign_in"] = {**session["sign_in"], "expires": 0, "refresh": "no longer good"}
    session.save()
    return page_text(phone.get("/cart/"))


def session_lost() -> str:
    shopper = Shopper()
    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 2})
    page = page_text(shopper.get("/cart/"))
    assert "Everyday Water-Based Gel" in page
    return page


def cookies_refused() -> str:
    added = Shopper().add(GEL)
    return page_text(Client().get(added["Location"], follow=True))


SCENARIOS: dict[Change, tuple[Callable[[], str], str]] = {
    Change.VOUCHER_REMOVED: (voucher_removed, "The code SAVE no longer applies to your cart"),
    Change.VOUCHER_REPLACED: (voucher_replaced, "The code SAVE was removed."),
    Change.GIFT_CARD_REMOVED: (gift_card_removed, "The gift card ending in 9876 can no longer be used"),
    Change.CODES_LOST: (codes_lost, "Enter SAVE again"),
    Change.PRICE_CHANGED: (price_changed, "has changed from £7.50 to £9.00"),
    Change.LINE_REMOVED: (line_removed, "no longer sold here: Everyday Water-Based Gel 100 ml"),
    Change.LINE_CHANGED_ELSEWHERE: (line_changed_elsewhere, "Added to your cart on another device: 1 × Latex"),
    Change.LINE_LEFT_OUT: (line_left_out, "Left out of your cart, because it is not available here: Everyday"),
    Change.QUANTITY_CUT: (quantity_cut, "Your cart has 2 instead of 3"),
    Change.CART_RECREATED: (cart_recreated, "Your cart had expired."),
    Change.CART_AFTER_PAYMENT: (cart_after_payment, "Your payment did not lead to an order"),
    Change.MARKET_CHANGED: (market_changed, "Your cart has moved to Ireland."),
    Change.NOTHING_SOLD_HERE: (nothing_sold_here, "The items of your cart are not sold in Ireland."),
    Change.CART_MERGED: (cart_merged, "Added from the cart of your account: 1 × Everyday"),
    Change.KEPT_IN_ACCOUNT: (kept_in_account, "Your cart is kept in your account"),
    Change.REMOVED_FROM_DEVICE: (removed_from_device, "Your cart is no longer on this device."),
    Change.ORDERED: (ordered, "You have already placed this order."),
    Change.ORDERED_ELSEWHERE: (ordered_elsewhere, "Your cart was ordered on another device."),
    Change.PAYING_ELSEWHERE: (paying_elsewhere, "A payment is in progress for your cart in United Kingdom."),
    Change.SIGN_IN_ENDED: (sign_in_ended, "Your sign-in has ended. Sign in again to see the cart"),
    Change.SESSION_LOST: (session_lost, "We could not find your earlier cart."),
    Change.COOKIES_REFUSED: (cookies_refused, "Your browser did not keep our cookie"),
}


@pytest.mark.parametrize("kind", Change)
def test_an_automatic_change_is_told_where_the_shopper_is(kind: Change, commits: None) -> None:
    happen, sentence = SCENARIOS[kind]

    assert sentence in happen()


@pytest.mark.parametrize("kind", Change)
def test_an_automatic_change_is_told_in_german_too(kind: Change) -> None:
    change = CartChange(kind=kind, before=2, after=1)

    english = sentence(change)
    with translation.override("de-de"):
        german = sentence(change)

    assert english
    assert german != english


def test_a_message_waits_on_shared_pages_until_the_browser_has_shown_it() -> None:
    # given
    shopper = with_voucher(min_spent=Decimal(10))
    shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 1})
    # when
    first, again = (shopper.get("/cart/badge/").content.decode() for _ in range(2))
    keys = again.partition('data-keys="')[2].partition('"')[0]
    shopper.post("/cart/notices/seen/", {"keys": keys})
    # then
    assert "The code SAVE no longer applies" in first
    assert "The code SAVE no longer applies" in again
    assert 'id="cart-status"' in again
    assert "SAVE" not in shopper.get("/cart/badge/").content.decode()


def test_the_page_is_compared_with_the_cart_when_something_is_added() -> None:
    shopper = Shopper()
    data = {"variant": variant_id(GEL), "quantity": 1, "seen": [f"{variant_id(GEL)} 6.50"]}

    page = shopper.client.get(shopper.post("/cart/add/", data)["Location"])

    assert "The price of Everyday Water-Based Gel 100 ml has changed from £6.50 to £7.50." in page_text(page)
