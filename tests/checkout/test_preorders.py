"""A preorder can be bought, and its day is said on every page on which it appears."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from storefront.catalog.models import Product, Variant
from storefront.sandbox import models as sandbox
from tests.cart.shopper import GEL, page_text
from tests.checkout.purchase import Payer

pytestmark = pytest.mark.django_db
DAY = datetime(2027, 3, 5, 12, tzinfo=UTC)
WORDS = "we expect to have it on 5 March 2027"


def test_a_preorder_is_bought_and_its_day_is_said_everywhere(commits: None) -> None:
    sandbox.Variant.objects.filter(product__slug=GEL).update(preorder_until=DAY)
    Variant.objects.filter(product__slug=GEL).update(is_preorder=True, preorder_until=DAY)
    shopper = Payer()

    product = shopper.get(Product.objects.get(slug=GEL).get_absolute_url())
    payment = shopper.reach_payment()
    cart = shopper.get("/cart/")
    done = shopper.pay_and_follow("success")
    number = sandbox.Order.objects.get().number
    order = shopper.get(f"/orders/{number}/")

    for page in (product, cart, payment, done, order):
        assert WORDS in page_text(page)
    for page in (cart, payment):
        assert "working days from when we have the preordered items" in page_text(page)
    assert WORDS in str(mail.outbox[-1].body)
    assert "None are left" not in page_text(cart)
