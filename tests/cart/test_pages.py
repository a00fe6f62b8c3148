"""What the cart's pages show, and what they must not reveal."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.safety.rules import Rating
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, OIL, Shopper, input_value, page_text, variant_id
from tests.cart.transports import Unreachable
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db

LABELS = {"works-with", "check-with", "not-with"}


def test_the_badge_calls_no_saleor_and_sets_no_cookie(no_saleor: None) -> None:
    client = Client()

    response = client.get("/cart/badge/")

    assert response.content == b""
    assert not client.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_the_badge_counts_what_was_last_answered(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=3)

    with api.override_transport(Unreachable()), django_assert_max_num_queries(2):
        response = shopper.get("/cart/badge/")

    assert page_text(response).strip().startswith("3")


def test_the_cart_shows_names_sums_and_links(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    with api.override_transport(Unreachable()), django_assert_max_num_queries(9):
        away = shopper.get("/cart/")
    page = shopper.get("/cart/")

    assert away.status_code == 503
    assert f'href="/product/{GEL}/"' in page.content.decode()
    assert "£15.00" in page_text(page)
    assert page["Cache-Control"] == "private, no-store"


def test_with_saleor_away_the_cart_says_so_and_keeps_everything() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(Unreachable()):
        page = shopper.get("/cart/")

    assert page.status_code == 503
    assert "Your cart is kept" in page_text(page)
    assert shopper.quantities() == {GEL: 1}


def test_no_secret_of_the_checkout_is_in_a_page_or_a_cookie() -> None:
    shopper = Shopper()
    added = shopper.add(GEL, htmx=True)

    page = shopper.get("/cart/")

    for text in (page.content.decode(), added.content.decode(), str(shopper.client.cookies)):
        assert shopper.checkout_id not in text


def test_a_form_from_another_site_is_refused() -> None:
    response = Client().post(
        "/cart/add/", {"variant": variant_id(GEL), "quantity": 1}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403


def test_the_carts_own_forms_want_a_token() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/cart/set/", {"variant": "x", "quantity": 1}).status_code == 403


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", ""]
)
def test_redirects_stay_on_this_site(address: str) -> None:
    shopper = Shopper()

    added = shopper.post("/cart/add/", {"variant": variant_id(GEL), "quantity": 1, "next": address})

    assert added["Location"] == "/cart/?added=1"
    assert shopper.client.get("/cart/added/", {"back": address})["Location"] == "/cart/?added=1"


def test_without_script_the_shopper_comes_back_to_the_same_place_which_says_what_happened() -> None:
    shopper = Shopper()
    data = {"variant": variant_id(GEL), "quantity": 1, "next": "/shop/?sort=name#stage-2"}

    once, twice = (shopper.client.get(shopper.post("/cart/add/", data)["Location"])["Location"] for _ in range(2))

    assert once == "/shop/?sort=name&added=1#stage-2"
    assert twice == "/shop/?sort=name&added=more#stage-2"
    assert "Added to your cart." in page_text(shopper.client.get(once))
    assert "It has more than one of this item now." in page_text(shopper.client.get(twice))
    assert "Added to your cart." not in page_text(shopper.get("/shop/?sort=name"))


def test_without_script_a_refused_cookie_is_said_in_place_of_success() -> None:
    added = Shopper().post("/cart/add/", {"variant": variant_id(GEL), "quantity": 1, "next": "/shop/"})

    page = Client().get(added["Location"], follow=True)

    assert "Your browser did not keep our cookie, so nothing is in your cart." in page_text(page)


def test_with_htmx_the_response_is_a_fragment_that_updates_the_badge() -> None:
    shopper = Shopper()
    shopper.add(GEL, htmx=True)

    response = shopper.add(CONDOMS, htmx=True)

    assert response["HX-Trigger"] == "cart-changed"
    assert "is in your cart" in page_text(response)
    assert "<html" not in response.content.decode()


def test_incompatible_products_are_reported_when_added_and_in_the_cart() -> None:
    shopper = Shopper()
    shopper.add(CONDOMS)

    added = shopper.add(OIL, htmx=True)
    page = shopper.get("/cart/")

    assert "Do not use together" in page_text(added)
    assert "Do not use together" in page_text(page)
    assert [warning.pair.verdict.rating for warning in page.context["warnings"]] == [Rating.NO]


def test_a_pair_that_cannot_be_judged_is_told_with_the_fact_that_is_missing() -> None:
    # given
    oil = Product.objects.get(slug=OIL)
    Product.objects.filter(pk=oil.pk).update(
        attributes={slug: value for slug, value in oil.attributes.items() if slug not in LABELS | {"lubricant-base"}}
    )
    shopper = Shopper()
    shopper.add(CONDOMS)
    # when
    added = shopper.add(OIL, htmx=True)
    page = shopper.get("/cart/")
    # then
    assert [warning.pair.verdict.rating for warning in page.context["warnings"]] == [Rating.NOT_STATED]
    for text in (page_text(added), page_text(page)):
        assert "We cannot tell whether" in text
        assert "“Lubricant base”" in text
    assert "Do not use together" not in page_text(page)


def test_what_goes_together_is_not_commented() -> None:
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(GEL)

    assert shopper.get("/cart/").context["warnings"] == ()


def test_a_voucher_is_taken_off_the_sum_and_can_be_removed() -> None:
    shopper = Shopper()
    shopper.add(GEL, quantity=2)

    shopper.post("/cart/promo/", {"promo_code": "GRADUAL10"})
    with_code = page_text(shopper.get("/cart/"))
    shopper.post("/cart/promo/remove/", {"code": "voucher:GRADUAL10"})
    without = page_text(shopper.get("/cart/"))

    assert "Items £15.00 GRADUAL10 −£1.50" in with_code
    assert "Total without delivery £13.50" in with_code
    assert "Total without delivery £15.00" in without


def test_an_unknown_code_is_refused_at_its_field_and_kept() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    response = shopper.post("/cart/promo/", {"promo_code": "NOT-ONE"})

    assert response.status_code == 422
    assert "This code is not valid." in page_text(response)
    assert 'value="NOT-ONE"' in response.content.decode()


def test_a_gift_card_is_used_shown_by_its_last_characters_and_can_be_removed() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    merchant.create_gift_card("CARD-ABCD-9876", Decimal(5), "GBP")

    shopper.post("/cart/promo/", {"promo_code": "CARD-ABCD-9876"})
    page = shopper.get("/cart/")
    shopper.post("/cart/promo/remove/", {"code": input_value(page, "code")})
    without = shopper.get("/cart/")

    assert "Gift card ending in 9876" in page_text(page)
    assert "−£5.00" in page_text(page)
    assert "CARD-ABCD" not in page.content.decode()
    assert "Gift card ending" not in page_text(without)


def test_a_voucher_for_more_than_is_in_the_cart_is_refused_at_its_field() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    merchant.create_voucher("MUCH", percent=Decimal(10), min_spent=Decimal(500))

    page = shopper.post("/cart/promo/", {"promo_code": "MUCH"})

    assert page.status_code == 422
    assert "does not apply to what is in your cart" in page_text(page)
    assert page.context["promo_form"].errors["promo_code"]
    assert input_value(page, "promo_code") == "MUCH"


def test_a_cart_is_kept_for_thirty_days_from_its_last_change() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    assert shopper.client.cookies["gradual_session"]["max-age"] == 30 * 24 * 60 * 60
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23)):
        sandbox.Checkout.objects.all().delete()  # Saleor deletes checkouts without an owner after a month
        assert "Everyday Water-Based Gel" in page_text(shopper.get("/cart/"))


def test_a_line_that_can_no_longer_be_bought_is_shown_with_why_and_a_way_to_remove_it() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    merchant.unpublish(GEL, "uk")

    page = shopper.get("/cart/")

    assert "Everyday Water-Based Gel" in page_text(page)
    assert "This can no longer be bought. Remove it to go on." in page_text(page)
    assert not page.context["cart"].ready
    assert "Everyday" not in page_text(shopper.post("/cart/set/", {"variant": variant_id(GEL), "quantity": 0}))


def test_the_cart_says_whether_an_item_can_be_returned() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    assert "only while the seal is whole" in page_text(shopper.get("/cart/"))


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("abc", "Enter the quantity as a whole number, like 2."),
        ("1e9", "Enter the quantity as a whole number, like 2."),
        ("", "Enter a quantity, like 1."),
        ("-1", "Enter a quantity of"),
        ("9999", "Enter a quantity of 999 or fewer."),
        ("9" * 5000, "Enter the quantity as a whole number, like 2."),
        ("51", "That is more than we can send in one order."),
    ],
)
@pytest.mark.parametrize("path", ["/cart/add/", "/cart/set/"])
def test_an_absurd_quantity_gets_the_right_sentence(path: str, quantity: str, sentence: str) -> None:
    shopper = Shopper()
    shopper.add(GEL)

    page = shopper.post(path, {"variant": variant_id(GEL), "quantity": quantity})

    assert page.status_code == 422
    assert sentence in page_text(page)
    assert shopper.quantities() == {GEL: 1}


@pytest.mark.parametrize("quantity", ["２", "٢"])
def test_digits_of_other_scripts_are_read(quantity: str) -> None:
    shopper = Shopper()

    shopper.post("/cart/add/", {"variant": variant_id(GEL), "quantity": quantity})

    assert shopper.quantities() == {GEL: 2}


@pytest.mark.parametrize("path", ["/shop/?sort=price&stock=in", "/search/?q=gel"])
def test_the_market_switcher_keeps_filters_and_search(path: str) -> None:
    page = Client().get(path).content.decode().replace("&amp;", "&")

    assert f'href="/de-de{path}"' in page or f'href="/de-de{path.partition("?")[0]}?stock=in&sort=price"' in page


def test_a_form_of_a_browser_that_refuses_cookies_says_so() -> None:
    page = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"email": "a@example.com", "password": "x"})

    assert page.status_code == 403
    assert "Your browser refuses our cookies" in page_text(page)
