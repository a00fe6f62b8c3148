"""The shop's pages: what they show, their status codes and their number of queries."""

import re

import msgspec
import pytest
from django.template import Context, Template
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import FormerSlug, Listing, Offer, Product, Variant
from storefront.catalog.selectors import cards_for
from storefront.core.markets import all_markets, default_market
from tests.catalog.factories import NOON, PLUG, make_category, make_product
from tests.markup import compact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue", "no_saleor")]


def _page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return compact(response.content.decode())


def _data(html: str) -> list[dict[str, object]]:
    return [msgspec.json.decode(each) for each in re.findall(r"ld\+json\">(.*?)</script>", html)]


@pytest.mark.database
@pytest.mark.parametrize(
    "path",
    [
        "/shop/",
        "/shop/?material=silicone&price=10-20&stock=in&max-diameter=20-26&sort=price",
        "/shop/plugs/",
        "/product/small-plug/",
        "/what-goes-with-what/",
    ],
)
def test_a_page_takes_eight_statements_no_cookie_and_no_saleor(
    client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plugs = make_category("plugs", parent=make_category("toys"))
    for number in range(30):
        make_product(f"plug-{number}", category=plugs)
    make_product("small-plug", category=plugs, prices=("9.00", "12.00"))
    client.get(path)  # what is looked up once a process

    with django_assert_max_num_queries(8):
        response = client.get(path)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_product_page_shows_price_sizes_returns_and_compatibility(client: Client) -> None:
    make_product("small-plug", attributes=PLUG | {"return-rule": ["sealed-16e"], "hygiene-sealed": True})

    html = _page(client, "/product/small-plug/")

    assert "£13.00" in html
    assert "Drawn to one scale beside an AA battery" in html
    assert "24 mm wide, 70 mm insertable, base 52 mm" in html
    assert "only while the seal is whole" in html
    assert "Water-based lubricant" in html
    assert re.search(r"<dt>Weight</dt><dd>not stated</dd>", html)


def test_a_reduced_price_is_shown_with_the_previous_one(client: Client) -> None:
    make_product("small-plug")
    Offer.objects.update(undiscounted="18.00", reference="16.00")

    assert "£16.00" in _page(client, "/product/small-plug/")


def test_a_size_that_is_out_of_stock_cannot_be_chosen_and_says_so(client: Client) -> None:
    product = make_product("small-plug", prices=("9.00", "12.00"))
    Offer.objects.filter(variant__saleor_id="variant-small-plug-0").update(left=0)

    html = _page(client, f"/product/{product.slug}/?variant=variant-small-plug-0")

    out, there = re.findall(r'<label class="option">.*?</label>', html)
    assert "disabled" in out
    assert "Out of stock" in out
    assert "disabled" not in there


def test_the_address_can_choose_the_size(client: Client) -> None:
    make_product("small-plug", prices=("9.00", "12.00"))

    html = _page(client, "/product/small-plug/?variant=variant-small-plug-1")

    assert re.search(r'value="variant-small-plug-1" required checked', html)


def test_a_product_that_is_never_sold_says_why_and_cannot_be_added(client: Client) -> None:
    make_product("numbing-gel", attributes={"kind": ["numbing-gel"], "lubricant-base": ["water"]})

    html = _page(client, "/product/numbing-gel/")

    assert "We do not sell this." in html
    assert 'id="buy"' not in html
    assert "offers" not in _data(html)[0]


def test_a_gel_that_is_named_after_a_numbing_drug_is_not_sold_though_no_attribute_says_so(client: Client) -> None:
    make_product("relax-gel", name="Relax Gel mit Lidocain", attributes={"lubricant-base": ["water"]})

    html = _page(client, "/product/relax-gel/")

    assert "numbing agent" in html
    assert 'id="buy"' not in html
    assert "/product/relax-gel/" not in _page(client, "/shop/")


def test_what_is_sold_in_spite_of_a_rule_says_so_on_its_page_and_its_card(client: Client) -> None:
    narrow = PLUG | {"base-diameter": "30"}
    make_product("narrow-plug", attributes=narrow)
    make_product("clinic-plug", attributes=narrow | {"sold-although": "G1: sold to clinics, which hold it"})

    assert 'id="buy"' not in _page(client, "/product/narrow-plug/")
    for path in ("/product/clinic-plug/", "/shop/"):
        assert "has no flared base that is wide enough" in _page(client, path)
    assert 'id="buy"' in _page(client, "/product/clinic-plug/")


def test_what_goes_with_a_product_is_grouped_the_worst_first_and_each_reason_is_told_once(client: Client) -> None:
    make_product(
        "balm",
        attributes={"kind": ["massage-oil"], "lubricant-base": ["oil"], "internal-use": False},
        category=make_category("lubricants"),
    )

    panel = _page(client, "/product/balm/").partition('id="goes-title"')[2].partition("</section>")[0]

    assert re.findall(r"badge badge-([\w-]+)", panel) == ["no", "check"]
    reasons = re.findall(r'<p class="goes-why">([^<]+)</p>', panel)
    assert reasons
    assert len(reasons) == len(set(reasons))


def test_a_product_without_any_of_our_attributes_has_a_page(client: Client) -> None:
    make_product("tee", attributes={"colour": ["red"]}, prices=())

    html = _page(client, "/product/tee/")

    assert "Colour" in html
    assert "Goes with" not in html


def test_a_name_cannot_break_out_of_the_structured_data(client: Client) -> None:
    make_product("small-plug", name='</script><script>alert("x")</script>')

    html = _page(client, "/product/small-plug/")

    assert "<script>alert" not in html
    assert _data(html)[0]["name"] == '</script><script>alert("x")</script>'


def test_structured_data_has_the_offer_and_the_breadcrumb(client: Client) -> None:
    make_product("small-plug", category=make_category("toys"))

    product, crumbs = _data(_page(client, "/product/small-plug/"))

    assert product["offers"]["availability"] == "https://schema.org/InStock"  # type: ignore[index]
    assert product["offers"]["price"] == "13.00"  # type: ignore[index]
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Shop", "Toys", "Small Plug"]  # type: ignore[attr-defined]


def test_a_product_of_another_market_says_so_and_leads_there(client: Client) -> None:
    make_product("small-plug", channel="us")

    html = _page(client, "/product/small-plug/", status=404)

    assert "We do not sell this in United Kingdom" in html
    assert "/en-us/product/small-plug/" in html


def test_a_product_that_was_sold_here_is_gone(client: Client) -> None:
    make_product("small-plug", published=False)

    assert "We no longer sell this" in _page(client, "/product/small-plug/", status=410)


@pytest.mark.parametrize("path", ["/product/nobody-knows/", "/shop/nobody-knows/", "/collections/nobody-knows/"])
def test_an_unknown_url_links_to_shop_and_search(client: Client, path: str) -> None:
    html = _page(client, path, status=404)

    assert 'href="/shop/"' in html
    assert 'href="/search/"' in html


def test_a_former_address_leads_to_the_new_one(client: Client) -> None:
    FormerSlug.objects.create(slug="old-plug", product=make_product("small-plug"))

    response = client.get("/product/old-plug/")

    assert (response.status_code, response.headers["Location"]) == (301, "/product/small-plug/")


def test_a_product_names_itself_in_the_other_markets_that_show_it(client: Client) -> None:
    product = make_product("small-plug")
    Listing.objects.create(product=product, channel="us", published=True, read_at=NOON)

    html = _page(client, "/product/small-plug/")

    assert re.findall(r'hreflang="([a-z-]+)"', html) == ["en-gb", "en-us", "x-default"]


def test_a_slug_with_letters_beyond_ascii_has_a_page(client: Client) -> None:
    make_product("żel-wodny")

    _page(client, "/product/żel-wodny/")


def test_an_unnamed_variant_is_called_by_its_values() -> None:
    product = make_product("tee", prices=("9.00", "9.00"))
    Variant.objects.filter(product=product).update(name="", labels={"size": {"name": "Size", "values": ["XL"]}})

    assert "XL" in _page(Client(), "/product/tee/")


@pytest.mark.database
def test_cards_for_any_number_of_products_take_as_many_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    category = make_category()
    keys = [make_product(f"plug-{number}", category=category).pk for number in range(6)]
    hidden = make_product("hidden", published=False).pk

    with django_assert_max_num_queries(1):
        cards = cards_for({*keys, hidden, 0}, default_market())

    assert set(cards) == set(keys)
    assert cards[keys[0]].facts_line == "Soft silicone · flared base · 24 mm wide"
    assert cards[keys[0]].variant_id == "variant-plug-0-0"


def test_a_card_leads_to_the_page_in_its_market() -> None:
    product = make_product("small-plug", channel="us")

    card = cards_for([product.pk], all_markets()[1])[product.pk]

    assert card.url == "/en-us/product/small-plug/"


def test_few_left_is_shown_as_a_number() -> None:
    product = make_product("small-plug", left=3)

    card = cards_for([product.pk], default_market())[product.pk]

    assert (card.availability, card.left) == ("few", 3)


def test_every_component_of_a_card_renders() -> None:
    product = make_product("small-plug", prices=("9.00", "12.00"))
    card = cards_for([product.pk], default_market())[product.pk]

    html = Template('{% include "components/product_card.html" with card=card only %}').render(Context({"card": card}))

    assert "from" in html
    assert Product.objects.get().get_absolute_url() in html
