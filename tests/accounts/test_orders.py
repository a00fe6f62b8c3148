"""Orders in the account: a list page by page, one order with its parcels, and the same again."""

import pytest
from django.core.cache import cache

from storefront.sandbox.models import Order, Product, Variant
from tests.accounts.customer import EMAIL, Customer
from tests.cart.shopper import GEL, page_text
from tests.replay import replayed
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(customer: Customer) -> str:
    """The number of an order of two gels."""

    def buy() -> None:
        customer.reach_payment()
        customer.pay_and_follow("success")

    replayed(customer.client, "order", buy)
    return str(Order.objects.get(customer__email=EMAIL).number)


def many(times: int) -> None:
    """Orders as the one there is."""
    row = Order.objects.get(customer__email=EMAIL)
    Order.objects.bulk_create(
        Order(
            checkout_token=f"00000000-0000-0000-0000-{index:012}",
            channel=row.channel,
            customer=row.customer,
            user_email=row.user_email,
            currency=row.currency,
            tax_rate=row.tax_rate,
            subtotal=row.subtotal,
            subtotal_net=row.subtotal_net,
            shipping_price=row.shipping_price,
            total=row.total,
            total_net=row.total_net,
        )
        for index in range(times)
    )


@pytest.mark.database
def test_orders_are_listed_newest_first_page_by_page(customer: Customer, number: str) -> None:
    # given
    many(24)
    # when
    first = page_text(customer.get("/account/orders/"))
    second = page_text(customer.get("/account/orders/?page=2"))
    # then
    assert "Page 1 of 2" in first
    assert f"Order {number} " not in first
    assert f"Order {number} " in second
    assert second.count("Order ") == 5
    assert "Page 2 of 2" in page_text(customer.get("/account/orders/?page=99"))
    assert "Page 1 of 2" in page_text(customer.get("/account/orders/?page=<b>"))


def test_a_long_history_is_read_to_its_end(customer: Customer, number: str) -> None:
    many(130)
    assert f"Order {number} " in page_text(customer.get("/account/orders/?page=7"))


def test_no_list_and_no_title_says_what_was_bought(customer: Customer, number: str) -> None:
    pages = [customer.get(path) for path in ("/account/", "/account/orders/", f"/account/orders/{number}/")]
    assert "Gel" not in page_text(pages[0]) + page_text(pages[1])
    assert all("Gel" not in page.content.decode().partition("</title>")[0] for page in pages)


@pytest.mark.database
def test_an_order_shows_its_parcels_and_where_they_are(customer: Customer, number: str) -> None:
    # given
    waiting = page_text(customer.get(f"/account/orders/{number}/"))
    # when
    merchant.send_order(number, tracking_number="RM 1234")
    sent = page_text(customer.get(f"/account/orders/{number}/"))
    # then
    assert "We pack it" in waiting
    assert "We write to you when it leaves" in waiting
    assert "Tracking number RM 1234" in sent
    assert "1 Quiet Lane" in sent


def test_an_order_says_how_to_keep_what_was_bought(customer: Customer, number: str) -> None:
    care = page_text(customer.get(f"/account/orders/{number}/")).partition("Care and use")[2]

    assert "Keeps, unopened" in care
    assert "months of opening" in care


@pytest.mark.parametrize(
    ("tracking", "leads_on"),
    [("https://carrier.example/t/1", True), ("javascript:alert(1)", False), ("<b>7</b>", False)],
)
def test_only_a_carriers_page_is_linked(customer: Customer, number: str, tracking: str, leads_on: bool) -> None:
    merchant.send_order(number, tracking_number=tracking)
    text = customer.get(f"/account/orders/{number}/").content.decode()
    assert (f'href="{tracking}"' in text) == leads_on
    assert "<b>7</b>" not in text


def test_what_was_ordered_is_put_into_the_cart_again_once(customer: Customer, number: str) -> None:
    for _ in range(2):
        answer = customer.post(f"/account/orders/{number}/again/", {})
    cart = page_text(customer.get("/cart/"))
    assert answer.headers["Location"] == "/cart/"
    assert "Everything of that order is in your cart" in cart
    assert customer.client.session["carts"]["uk"]["quantities"].popitem()[1] == 2


def test_what_cannot_be_had_again_is_said_and_the_rest_comes(customer: Customer, number: str) -> None:
    # given
    variant = Variant.objects.get(product__slug=GEL)
    merchant.set_stock(variant.sku, 1)
    # when
    customer.post(f"/account/orders/{number}/again/", {})
    # then
    assert "Everyday Water-Based Gel 100 ml: Only 1 is left." in page_text(customer.get("/cart/"))
    assert customer.client.session["carts"]["uk"]["quantities"].popitem()[1] == 1


def test_what_has_left_the_shop_cannot_be_ordered_again(customer: Customer, number: str) -> None:
    Product.objects.get(slug=GEL).delete()
    page = page_text(customer.get(f"/account/orders/{number}/"))
    assert "Put it all in my cart again" not in page
    customer.post(f"/account/orders/{number}/again/", {})
    assert "It has left the shop" in page_text(customer.get("/cart/"))


def test_numbers_that_are_no_order_of_theirs_are_not_found(customer: Customer) -> None:
    for number in ("1", "0", "99999999999", "abc"):
        assert customer.get(f"/account/orders/{number}/").status_code == 404
    assert customer.post("/account/orders/1/again/", {}).status_code == 404


def test_a_guests_order_is_theirs_once_mailbox_and_password_are_proved(commits: None) -> None:
    # given an order by a guest, whose address another person registers
    guest = Customer()
    guest.reach_payment()
    guest.pay_and_follow("success")
    number = str(Order.objects.get(user_email=EMAIL).number)
    guest.register()
    # when the guest opens the link, and does not know the password
    refused = guest.confirm(password="a-guess-that-is-wrong")
    # then
    assert refused.status_code == 422
    assert "not the password that you chose" in page_text(refused)
    assert Order.objects.get(user_email=EMAIL).customer is None
    # when
    cache.clear()  # the next login from this address would have to wait a second
    assert guest.confirm().headers["Location"] == "/account/"
    # then
    assert f"Order {number} " in page_text(guest.get("/account/orders/"))
