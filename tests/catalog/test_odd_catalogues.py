"""What an ordinary but odd catalogue of Saleor holds: all of it arrives, and pages show it as it is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from graphql import FieldNode, IntValueNode, Visitor, parse, visit

from storefront.catalog import tasks
from storefront.catalog.models import Listing, Offer, PendingRefresh, Product, ScheduledChange
from storefront.catalog.pages.seo import shop_sitemaps
from storefront.catalog.sync import full_sync, reconcile, refresh
from storefront.saleor import types
from storefront.saleor.schema.operations import operations
from tests.catalog.factories import LAWFUL, NOON, FakeSaleor, make_answer, make_category, make_product, saleor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]
MANY = tuple(str(100 - number) for number in range(61))


def page_of(client: Client, slug: str, prefix: str = "") -> str:
    cache.clear()
    return client.get(f"{prefix}/product/{slug}/").content.decode()


def attribute(name: str, **value: Any) -> types.AssignedAttribute:
    return types.AssignedAttribute(attribute=types.Attribute(slug=name, name=name.title()), **value)


def stated(*attributes: types.AssignedAttribute, **changes: Any) -> types.Product:
    return msgspec.structs.replace(make_answer("odd"), assigned_attributes=attributes, **changes)


def synced(answer: types.Product, **more: Any) -> Product:
    with saleor(FakeSaleor(products={"uk": [answer]}, **more)):
        full_sync.sync_catalog()
    return Product.objects.get(slug=answer.slug)


def test_of_sixty_one_variants_none_is_lost_by_any_way_of_reading() -> None:
    with saleor(FakeSaleor(products={"uk": [make_answer("many", prices=MANY)]})) as fake:
        full_sync.sync_catalog()
        assert (Offer.objects.count(), Listing.objects.get().price) == (61, Decimal(40))

        last = msgspec.structs.replace(make_answer("many", prices=(*MANY[:-1], "7")), updated_at=NOON)
        fake.products["uk"] = [last]
        assert reconcile.reconcile(["uk"]).channels[0].different == 1
        assert Listing.objects.get().price == Decimal(7)

        fake.products["uk"] = [make_answer("many", prices=(*MANY[:-1], "5"))]
        full_sync.resync(["product-many"], channel="uk")
        assert (Offer.objects.count(), Listing.objects.get().price) == (61, Decimal(5))


def test_of_many_attributes_and_values_none_is_lost() -> None:
    choices = tuple(types.ChoiceValue(slug=f"v{number}", name=f"Value {number}") for number in range(30))
    many = [attribute(f"fact-{number}", plain=f"Word {number}") for number in range(60)]

    product = synced(stated(attribute("listed", choices=choices), *many))

    assert len(product.attributes) == 61
    assert len(product.attributes["listed"]) == 30


def test_more_than_can_be_read_is_told_to_merchant_and_shopper(client: Client) -> None:
    product = synced(stated(*(attribute(f"fact-{number}", plain="Word") for number in range(200))))

    assert product.left_out == ["attributes"]
    assert "Not all of the merchant’s text" in page_of(client, "odd")


@pytest.mark.parametrize("name", sorted(operations()))
def test_no_operation_has_a_limit_that_nobody_looks_at(name: str) -> None:
    """A list has further pages, or its limit is a variable that `products.Limits` compares with what came."""
    unpaged = []

    class Finder(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            given = {argument.name.value: argument.value for argument in node.arguments or ()}
            inner = (
                {each.name.value for each in node.selection_set.selections if isinstance(each, FieldNode)}
                if (node.selection_set)
                else set()
            )
            if "first" in given and "pageInfo" not in inner and "where" not in given and node.name.value != "giftCards":
                unpaged.append(node.name.value)
            if isinstance(given.get("limit"), IntValueNode):
                unpaged.append(node.name.value)

    visit(parse(operations()[name].text), Finder())
    assert unpaged == []


RICH = {"blocks": [{"type": "paragraph", "data": {"text": "Soft <b>and</b> warm<script>alert(1)</script>"}}]}


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"rich": RICH}, "<p>Soft <b>and</b> warm</p>"),
        ({"plain": "A & B"}, "A &amp; B"),
        ({"day": date(2026, 12, 3)}, "3 December 2026"),
        ({"moment": datetime(2026, 12, 3, 12, tzinfo=UTC)}, "3 December 2026"),
        ({"file": types.File(url="https://saleor.example/media/How%20to.pdf")}, ">How to.pdf</a>"),
        ({"page": types.PageRef(slug="maker", title="The maker")}, "<span>The maker</span>"),
        ({"products": (types.Named(slug="odd", name="Odd one"),)}, '<a href="/product/odd/">Odd one</a>'),
        ({"product": types.Named(slug="gone", name="Not here")}, "<span>Not here</span>"),
        (
            {"variant": types.VariantRef(name="Large", product=types.Named(slug="odd", name="Odd"))},
            '<a href="/product/odd/">Odd, Large</a>',
        ),
        ({"category": types.Named(slug="here", name="Here")}, '<a href="/shop/here/">Here</a>'),
        ({"swatch": types.SwatchValue(slug="sea", name="Sea", hex_color="#1f4e5f")}, 'fill="#1f4e5f"'),
        ({"swatch": types.SwatchValue(slug="bad", name="Bad", hex_color='"><script>')}, "<span>Bad</span>"),
        ({"flag": False}, "<dd>No</dd>"),
        ({"choices": (types.ChoiceValue(slug="a", name="One"), types.ChoiceValue(slug="b", name="Two"))}, "One, Two"),
    ],
)
@pytest.mark.parametrize("of_variant", [False, True])
def test_each_type_of_attribute_is_shown(client: Client, given: dict[str, Any], seen: str, *, of_variant: bool) -> None:
    answer = stated(attribute("made", **given))
    if of_variant:
        (variant,) = answer.product_variants.nodes if answer.product_variants else ()
        own = msgspec.structs.replace(variant, assigned_attributes=answer.assigned_attributes)
        page = types.Page(edges=(types.Node(node=own),), page_info=types.PageInfo(has_next_page=False))
        answer = msgspec.structs.replace(answer, assigned_attributes=(), product_variants=page)
    section = types.Category(id="c", slug="here", name="Here", level=0)

    synced(answer, categories=[section])

    shown = " ".join(page_of(client, "odd").split())
    assert seen in shown
    assert "alert(1)" not in shown


def test_a_number_is_shown_with_its_unit(client: Client) -> None:
    area = types.AssignedAttribute(
        attribute=types.Attribute(slug="area", name="Area", unit="SQ_CM"), number=Decimal("12.5")
    )

    synced(stated(area))

    assert "12.5 cm²" in page_of(client, "odd")


def test_a_video_is_a_link_with_the_name_of_its_host(client: Client) -> None:
    video = types.Media(
        id="m",
        alt="",
        type="VIDEO",
        small="https://video.example/1",
        large="https://video.example/1",
        oembed_data='{"title": "How to clean it", "provider_name": "VideoHost"}',
    )

    synced(stated(media=(video,)))

    shown = " ".join(page_of(client, "odd").split())
    assert 'href="https://video.example/1"' in shown
    assert "Video at VideoHost : How to clean it" in shown or "Video at VideoHost: How to clean it" in shown
    assert "<iframe" not in shown


def test_a_product_out_of_lists_has_a_page_and_is_in_no_list(client: Client) -> None:
    answer = make_answer("secret", name="Secretly linked")
    with saleor(FakeSaleor(unlisted={"uk": [answer]})):
        full_sync.resync(["product-secret"], channel="uk")

    assert client.get("/product/secret/").status_code == 200
    for path in ("/shop/", "/search/?q=secretly"):
        assert "/product/secret/" not in client.get(path).content.decode()
    assert not shop_sitemaps()["products-en-gb"].items()

    with saleor(FakeSaleor()):
        full_sync.resync(["product-secret"], channel="uk")
    assert not Listing.objects.get().published


def test_stock_is_what_can_be_sent_to_the_markets_country(client: Client) -> None:
    answer = make_answer("far", attributes=LAWFUL)
    (variant,) = answer.product_variants.nodes if answer.product_variants else ()
    sent = msgspec.structs.replace(variant, quantities={"IE": 0, "DE": 9, "GB": 0, "US": 0})
    page = types.Page(edges=(types.Node(node=sent),), page_info=types.PageInfo(has_next_page=False))
    with saleor(FakeSaleor(products={"eu": [msgspec.structs.replace(answer, product_variants=page)]})):
        full_sync.sync_catalog()
        assert reconcile.reconcile(["eu"]).channels[0].repaired == 0

    assert "Out of stock" in page_of(client, "far", "/en-ie")
    assert "Nicht vorrätig" not in page_of(client, "far", "/de-de")
    assert "/product/far/" in client.get("/de-de/shop/?stock=in").content.decode()
    assert "/product/far/" not in client.get("/en-ie/shop/?stock=in").content.decode()


def test_what_starts_by_the_clock_is_told_before_and_read_again_then(client: Client) -> None:
    start = timezone.now().replace(microsecond=0) + timedelta(days=2)
    answer = msgspec.structs.replace(
        make_answer("soon", attributes=LAWFUL), is_available_for_purchase=False, available_for_purchase_at=start
    )
    with saleor(FakeSaleor(products={"uk": [answer]})) as fake:
        full_sync.sync_catalog()
        assert f"From {start.day} " in page_of(client, "soon")
        assert ScheduledChange.objects.get().due_at == start

        fake.products["uk"] = [make_answer("soon", attributes=LAWFUL)]
        with time_machine.travel(start + timedelta(seconds=1)):
            tasks.refresh_marked()

    assert Listing.objects.get(channel="uk").purchasable
    assert not ScheduledChange.objects.exists()
    assert "Add to cart" in page_of(client, "soon")


def test_no_more_can_be_chosen_than_one_customer_may_order(client: Client) -> None:
    answer = make_answer("few", attributes=LAWFUL)
    (variant,) = answer.product_variants.nodes if answer.product_variants else ()
    limited = msgspec.structs.replace(variant, quantity_limit_per_customer=2)
    page = types.Page(edges=(types.Node(node=limited),), page_info=types.PageInfo(has_next_page=False))

    synced(msgspec.structs.replace(answer, product_variants=page))

    shown = page_of(client, "few")
    assert shown.count("<option>") == 2
    assert "Each customer can order at most 2 of this." in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"category": None, "media": (), "assigned_attributes": ()},
        {"name": "Very long " * 25},
        {"description": "{", "seo_title": "x" * 300},
    ],
)
def test_pages_of_bare_and_long_products_are_served(client: Client, changes: dict[str, Any]) -> None:
    answer = make_answer("bare", prices=("0",))
    (variant,) = answer.product_variants.nodes if answer.product_variants else ()
    unnamed = msgspec.structs.replace(variant, name="UHJvZHVjdFZhcmlhbnQ6Tm9uZQ==", sku=None)
    page = types.Page(edges=(types.Node(node=unnamed),), page_info=types.PageInfo(has_next_page=False))

    synced(msgspec.structs.replace(answer, product_variants=page, **changes))

    response = client.get("/product/bare/")
    assert response.status_code == 200
    assert "UHJvZHVj" not in response.content.decode().replace('value="UHJvZHVj', "")
    assert client.get("/shop/").status_code == 200


def test_of_goods_of_no_kind_of_ours_nothing_is_measured_or_suggested(client: Client) -> None:
    product = make_product(
        "hoodie", attributes={"material": ["cotton"], "size": ["m"]}, category=make_category("apparel")
    )

    assert not product.may_be_suggested
    shown = page_of(client, "hoodie")
    assert "Measured facts" not in shown
    assert "Allergens" not in shown
    assert "not stated" not in shown


def test_the_first_change_is_read_at_once_and_those_during_the_read_after_quiet() -> None:
    fake = FakeSaleor(products={"uk": [make_answer("plug")]})
    with saleor(fake), time_machine.travel(timezone.now(), tick=False) as clock:
        PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["product-plug"])
        (row,) = refresh.ready_rows(PendingRefresh.Kind.PRODUCT)
        clock.shift(0.2)
        PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["product-plug"])
        PendingRefresh.objects.done([row])

        assert refresh.refresh() == 0
        clock.shift(1.1)
        assert refresh.refresh() == 1


def test_variants_without_a_name_are_told_apart_by_their_place(client: Client) -> None:
    answer = make_answer("bare", prices=("7.00", "8.00"), attributes=LAWFUL)
    nodes = answer.product_variants.nodes if answer.product_variants else ()
    unnamed = tuple(types.Node(node=msgspec.structs.replace(node, name="", sku=None)) for node in nodes)
    page = types.Page(edges=unnamed, page_info=types.PageInfo(has_next_page=False))

    synced(msgspec.structs.replace(answer, product_variants=page))

    assert all(f"Option {place}" in page_of(client, "bare") for place in (1, 2))


def test_a_list_says_that_a_product_is_ordered_before_it_is_there(client: Client) -> None:
    answer = make_answer("early", prices=("7.00", "8.00"), attributes=LAWFUL)
    nodes = answer.product_variants.nodes if answer.product_variants else ()
    until = timezone.now() + timedelta(days=9)

    def with_preorders(*which: int) -> types.Product:
        edges = tuple(
            types.Node(
                node=msgspec.structs.replace(node, preorder=types.Preorder(end_date=until) if place in which else None)
            )
            for place, node in enumerate(nodes)
        )
        page = types.Page(edges=edges, page_info=types.PageInfo(has_next_page=False))
        return msgspec.structs.replace(answer, product_variants=page)

    for which, badge in (((0, 1), "Preorder"), ((0,), "In stock")):
        synced(with_preorders(*which))
        cache.clear()
        assert badge in client.get("/shop/").content.decode().split('class="grid')[1]


@pytest.mark.parametrize("attributes", [{}, {"material": ["cotton"]}])
def test_a_hoodie_or_a_download_says_nothing_of_batteries_and_old_devices(
    client: Client, attributes: dict[str, object]
) -> None:
    make_product("hoodie", attributes={"battery": "", **attributes})
    make_product("lamp", attributes={"battery": ["built-in"]})

    assert "Batteries" not in page_of(client, "hoodie")
    assert "Old electrical devices" not in page_of(client, "hoodie")
    assert "Batteries" in page_of(client, "lamp")
