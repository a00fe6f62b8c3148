import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Listing, Product
from storefront.catalog.search_index import index_products
from tests.education.desk import product
from tests.education.test_workflow import somebody

pytestmark = pytest.mark.django_db
RESULTS = "/desk/product_chooser/results/"


@pytest.fixture
def thousands() -> None:
    """Three thousand products more, each with a price in the first market."""
    like, now = product("slim-starter-plug-18-mm"), timezone.now()
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
    index_products(rows[:20])


@pytest.mark.usefixtures("thousands")
def test_one_page_of_thousands_of_products_takes_few_statements_and_names_price_and_facts(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    editor: Client = somebody("Editors")
    editor.get(RESULTS)
    with django_assert_max_num_queries(9):
        html = editor.get(RESULTS, {"p": "100"}).content.decode()
    assert html.count("£13.00") == 12
    assert "18 mm wide" in html
    with django_assert_max_num_queries(9):
        found = editor.get(RESULTS, {"q": "many 0007"}).content.decode()
    assert "Many of these 0007" in found
    assert "Many of these 0008" not in found
