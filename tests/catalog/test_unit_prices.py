"""The price per litre is shown where shops have to show it."""

import pytest
from django.test import Client

from tests.education.editing import product, state

GEL = "/product/everyday-water-based-gel-100-ml/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_saleor")]


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("market", "said"), [("/de-de", "85,00 € pro Liter"), ("/en-ie", "€85.00 per litre"), ("/en-us", None)]
)
def test_the_price_per_litre_is_on_the_product_page_and_in_lists(client: Client, market: str, said: str | None) -> None:
    for path in (GEL, "/shop/lubricants/"):
        html = text(client, f"{market}{path}")
        assert "price-unit" in html if said else "price-unit" not in html
        assert said is None or said in html


def test_without_a_stated_volume_there_is_no_price_per_litre(client: Client) -> None:
    state(product("everyday-water-based-gel-100-ml").slug, volume=None)
    assert 'class="pdp-price"' in text(client, f"/de-de{GEL}")
    assert "price-unit" not in text(client, f"/de-de{GEL}").split('class="pdp-price"')[1].split("</p>")[0]


@pytest.mark.parametrize("slug", ["lubricant-applicators-pack-of-3-x-8-ml", "small-volume-rinse-bulb-90-ml"])
def test_a_product_that_only_holds_a_volume_has_no_price_per_litre(client: Client, slug: str) -> None:
    html = client.get(f"/de-de/product/{slug}/").content.decode()
    assert "pdp-price" in html
    assert "price-unit" not in html.split('class="pdp-price"')[1].split("</p>")[0]
