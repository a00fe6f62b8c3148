import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Listing, Product
from tests.education.admin.test_workflow import signed_in
from tests.education.editing import listings, product, state

pytestmark = pytest.mark.django_db
RESULTS = "/desk/product_chooser/results/"
SLIM = "slim-starter-plug-18-mm"


@pytest.fixture
def thousands() -> None:
    """Three thousand products more, each with a price in the first market."""
    like, now = product(SLIM), timezone.now()
    rows = Product.objects.bulk_create(
        Product(
            saleor_id=f"many-{n}",
            slug=f"many-{n}",
            name=f"Many of these {n:04}",
            product_type=like.product_type,
            category=like.category,
            attributes=like.attributes,
            digest=like.digest,
            saleor_updated_at=now,
        )
        for n in range(3000)
    )
    Listing.objects.bulk_create(
        Listing(product=row, channel="uk", currency="GBP", price=13, price_max=13, in_stock=True, read_at=now)
        for row in rows
    )


def found(editor: Client, words: str = "", **fields: str) -> str:
    return editor.get(RESULTS, {"q": words, **fields}).content.decode()


@pytest.mark.usefixtures("thousands")
def test_one_page_of_thousands_of_products_takes_few_statements_and_names_price_and_facts(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    editor = signed_in("Editors")
    editor.get(RESULTS)
    # five of them to know who asks
    with django_assert_num_queries(8):
        html = editor.get(RESULTS, {"p": "100"}).content.decode()
    assert html.count("£13.00") == 12
    assert "18 mm wide" in html
    with django_assert_num_queries(8):
        html = found(editor, "many 0007")
    assert "Many of these 0007" in html
    assert "Many of these 0008" not in html


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        ("starter plug", "Slim Starter Plug 18 mm", "Everyday Water-Based Gel"),
        ("soft silicone", "Slim Starter Plug 18 mm", "Silicone-Based Fluid"),
        ("SILICONE lubric", "Silicone-Based Fluid", "Slim Starter Plug"),
        ("harness", "Adjustable Fabric Harness", "Gel"),
        ("latex condoms", "", "Everyday Water-Based Gel"),
    ],
)
def test_products_are_found_by_name_kind_base_material_and_category(words: str, there: str, not_there: str) -> None:
    html = found(signed_in("Authors"), words)
    assert there in html
    assert not_there not in html


def test_what_saleor_no_longer_sells_in_any_market_is_not_offered() -> None:
    author = signed_in("Authors")
    listings(SLIM).update(published=False)
    html = found(author, "starter plug")
    assert "Slim Starter Plug" in html
    assert "Not sold in this page&#x27;s market" in html
    Listing.objects.filter(product__slug=SLIM).update(published=False)
    assert "Slim Starter Plug" not in found(author, "starter plug")


def test_each_is_judged_by_the_stage_in_which_the_window_was_opened() -> None:
    author = signed_in("Authors")
    assert "Nothing is inserted at this stage" not in found(author, "starter plug")
    assert "Nothing is inserted at this stage" in found(author, "starter plug", anchor="exterior-touch")
    assert "Nothing is inserted at this stage" in found(author, "starter plug", anchor="mine", stage="exterior-touch")
    assert "wider than the 16 mm limit" in found(author, "starter plug", anchor="mine", max_diameter_mm="16")
    half_typed = found(author, "starter plug", anchor="Half typed", stage="none", max_diameter_mm="1e")
    assert "Slim Starter Plug" in half_typed
    assert "wider" not in half_typed


def test_a_product_that_may_nowhere_be_suggested_says_why() -> None:
    state(SLIM, **{"flared-base": False})
    assert "flared base" in found(signed_in("Editors"), "starter plug")


def test_prices_are_those_of_the_pages_language_and_stock_says_where_there_is_none() -> None:
    listings(SLIM).update(left=3)
    listings(SLIM, "us").update(published=False)
    html = found(signed_in("Editors"), "starter plug", locale="en-gb")
    assert "£13.00" in html
    assert "3; not in United States" in html
    listings(SLIM, "eu").update(price=99)
    assert "€99.00" in found(signed_in("Editors"), "starter plug", locale="en-ie")


def test_the_window_asks_for_the_stage_around_it() -> None:
    html = signed_in("Authors").get("/desk/product_chooser/", {"anchor": "exterior-touch"}).json()["html"]
    assert 'name="anchor" value="exterior-touch"' in html
