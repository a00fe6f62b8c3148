"""The product feed: valid by Google's rules, only what is for sale, prices as shown, few statements."""

import io
from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from storefront.catalog import tasks
from storefront.catalog.feed.files import write_feed
from storefront.catalog.feed.items import amount, clean
from storefront.catalog.models import Listing, Media, Offer, Product, TaxDisplay, Variant
from storefront.core import registry
from storefront.core.markets import Market, all_markets
from storefront.core.web.links import PageLink
from storefront.saleor.types import Money
from tests.catalog.factories import PLUG, make_category, make_product
from tests.catalog.feed.validation import G, problems, read

pytestmark = pytest.mark.django_db


def _market(language: str) -> Market:
    return next(market for market in all_markets() if market.language == language)


UK = _market("en-gb")


def _feed(market: Market = UK) -> bytes:
    file = io.BytesIO()
    write_feed(file, market)
    return file.getvalue()


def _items(market: Market = UK) -> list[dict[str, str]]:
    feed = _feed(market)
    assert problems(feed, currency=market.currency, country=market.country) == []
    items = read(feed).iter("item")
    return [{child.tag.removeprefix(G): child.text or "" for child in item} for item in items]


@pytest.mark.parametrize("market", all_markets(), ids=lambda market: market.language)
def test_the_demo_shops_feeds_are_valid(market: Market) -> None:
    items = _items(market)

    listed = Listing.objects.filter(channel=market.channel, published=True, product__may_be_sold=True)
    assert len(items) >= listed.count() > 20
    assert {item["adult"] for item in items} >= {"yes"}
    assert any(item.get("google_product_category", "").endswith("Sex Toys") for item in items)
    assert any("unit_pricing_measure" in item for item in items) is (market.country != "US")
    assert all("shipping" in item for item in items)
    prefix = "" if market == UK else f"/{market.language}"
    assert all(item["link"].startswith(f"http://127.0.0.1:8080{prefix}/product/") for item in items)


def test_a_feed_is_off_unless_a_setting_names_its_market(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert client.get("/feeds/en-gb.xml").status_code == 404

    settings.PRODUCT_FEEDS = ["en-gb", "xx-xx"]
    assert tasks.write_feeds() == 1
    response = client.get("/feeds/en-gb.xml")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert problems(response.getvalue(), currency="GBP", country="GB") == []
    assert client.get("/feeds/de-de.xml").status_code == 404
    assert client.get("/feeds/xx-xx.xml").status_code == 404
    assert client.post("/feeds/en-gb.xml").status_code == 405


def test_a_feed_is_written_by_a_worker_and_only_read_by_the_web_server(
    client: Client, settings: Settings, tmp_path: Path, commits: None
) -> None:
    settings.VAR_DIR, settings.PRODUCT_FEEDS = tmp_path, ["en-gb", "de-de"]
    with CaptureQueriesContext(connection) as captured, patch.object(tasks.write_feeds, "apply_async") as enqueued:
        waiting = client.get("/feeds/en-gb.xml")
        client.get("/feeds/de-de.xml")
    assert (waiting.status_code, waiting["Retry-After"], waiting["Cache-Control"]) == (503, "60", "no-store")
    assert (enqueued.call_count, len(captured)) == (1, 0)

    assert tasks.write_feeds() == 2
    written = (tmp_path / "feeds" / "en-gb.xml").read_bytes()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/feeds/en-gb.xml").getvalue() == written
    assert len(captured) == 0

    settings.PRODUCT_FEEDS = ["en-gb"]
    assert tasks.write_feeds() == 1
    assert [path.name for path in (tmp_path / "feeds").iterdir()] == ["en-gb.xml"]


@pytest.mark.usefixtures("empty_catalogue")
def test_stock_is_what_can_be_sent_to_the_feeds_country() -> None:
    make_product("plug", channel="eu")
    Offer.objects.update(currency="EUR", left=0, left_elsewhere={"DE": 4})

    assert [_items(_market(language))[0]["availability"] for language in ("en-ie", "de-de")] == [
        "out_of_stock",
        "in_stock",
    ]


@pytest.mark.usefixtures("empty_catalogue")
def test_an_energy_label_is_named_by_its_number_in_europe() -> None:
    for channel in ("uk", "us"):
        make_product(f"lamp-{channel}", attributes=PLUG | {"eprel-number": "123456 "}, channel=channel)
    make_product("odd", attributes=PLUG | {"eprel-number": "a label of class A"})
    Offer.objects.filter(channel="us").update(currency="USD")

    british = read(_feed()).findall(f"channel/item/{G}certification")
    assert [[part.text for part in each] for each in british] == [["EC", "EPREL", "123456"]]
    assert len(_items()) == 2
    assert "certification" not in _items(_market("en-us"))[0]


@pytest.mark.usefixtures("empty_catalogue")
def test_many_products_take_the_statements_of_one() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert _feed()
        return len(captured)

    make_product("first")
    one = statements()
    for number in range(12):
        make_product(f"plug-{number}", prices=("9.00", "12.00"), category=make_category(f"toys-{number}"))
    assert statements() == one <= 10


@pytest.mark.usefixtures("empty_catalogue")
def test_each_variant_has_an_item_and_an_address() -> None:
    make_product("plug", prices=("9.00", "12.00"))

    small, large = _items()

    assert (small["price"], large["price"]) == ("9.00 GBP", "12.00 GBP")
    assert large["title"] == "Plug, Size 2"
    assert large["link"] == "http://127.0.0.1:8080/product/plug/?variant=variant-plug-1"
    assert small["item_group_id"] == large["item_group_id"] == "product-plug"
    assert small["id"] != large["id"]


@pytest.mark.usefixtures("empty_catalogue")
def test_only_what_is_for_sale_here_is_in_the_feed() -> None:
    make_product("shown")
    make_product("unpublished", published=False)
    make_product("elsewhere", channel="us")
    make_product("without-price", prices=())
    make_product("free", prices=("0.00",))
    make_product("out", left=0)
    Product.objects.filter(pk=make_product("banned").pk).update(may_be_sold=False)
    Listing.objects.filter(product=make_product("not-yet")).update(purchasable=False)
    picture_less = make_product("no-picture")
    Media.objects.filter(product=picture_less).delete()
    Product.objects.filter(pk=picture_less.pk).update(picture_large="")
    recalled = make_product("recalled").variants.get()

    def recalls(identifiers: Collection[str]) -> dict[str, PageLink]:
        return {name: PageLink(title="", url="") for name in identifiers if name == recalled.saleor_id}

    with registry.recall_notices.replaced_by(recalls):
        items = {item["title"]: item["availability"] for item in _items()}

    assert items == {"Shown": "in_stock", "Out": "out_of_stock"}


@pytest.mark.usefixtures("empty_catalogue")
def test_a_reduction_has_the_lowest_price_of_the_30_days_before() -> None:
    make_product("plug")
    Offer.objects.update(undiscounted="20.00", reference="16.00")

    (item,) = _items()

    assert (item["price"], item["sale_price"]) == ("16.00 GBP", "13.00 GBP")


@pytest.mark.usefixtures("empty_catalogue")
def test_a_preorder_has_its_day_or_is_out_of_stock() -> None:
    make_product("plug")
    until = timezone.now() + timedelta(days=9)
    Variant.objects.update(is_preorder=True, preorder_until=until)
    assert _items()[0]["availability_date"] == until.isoformat(timespec="minutes")

    Variant.objects.update(preorder_until=None)
    assert _items()[0]["availability"] == "out_of_stock"


@pytest.mark.usefixtures("empty_catalogue")
def test_prices_without_tax_are_in_no_feed_where_google_wants_them_with_tax() -> None:
    make_product("plug")
    make_product("other", channel="us")
    Listing.objects.update(tax=TaxDisplay.ADDED)
    Offer.objects.update(currency="USD")

    assert _items() == []
    assert len(_items(_market("en-us"))) == 1


@pytest.mark.usefixtures("empty_catalogue")
def test_hostile_and_long_texts_are_cleaned_and_cut() -> None:
    product = make_product("plug", name="A\x00\x0b<script>&\ud7ff\uffff " + "long " * 60)
    Product.objects.filter(pk=product.pk).update(description_html="<p>" + "Word &amp; word ]]> " * 600 + "</p>")
    for number in range(14):
        Media.objects.create(product=product, saleor_id=f"m{number}", small="/s", large=f"/pictures/{number}.webp")

    feed = _feed()

    assert problems(feed, currency="GBP", country="GB") == ["variant-plug-0: title may not be " + repr(_title(feed))]
    assert len(_title(feed)) <= 150
    assert "<script>&" in _title(feed)


def _title(feed: bytes) -> str:
    return read(feed).findtext("channel/item/title") or ""


@pytest.mark.usefixtures("empty_catalogue")
def test_identifiers_are_given_only_if_they_are_right() -> None:
    make_product("plug", attributes=PLUG | {"gtin": "4006381 333931", "manufacturer-name": "Example Works"})
    make_product("other", attributes=PLUG | {"gtin": "4006381 333930", "manufacturer-name": ""})

    items = {item["title"]: item for item in _items()}

    assert (items["Plug"]["gtin"], items["Plug"]["brand"]) == ("4006381333931", "Example Works")
    assert items["Plug"]["identifier_exists"] == "yes"
    assert items["Other"]["identifier_exists"] == "no"
    assert "gtin" not in items["Other"]


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        (Money(amount=Decimal("1500"), currency="JPY"), "1500 JPY"),
        (Money(amount=Decimal("1.5"), currency="KWD"), "1.500 KWD"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(money: Money, expected: str) -> None:
    assert amount(money) == expected


def test_a_text_is_cut_at_a_word() -> None:
    assert clean("one two three", 9) == "one two…"
    assert clean(" one\n two ", 9) == "one two"
