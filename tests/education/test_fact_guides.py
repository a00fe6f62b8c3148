"""The facts table of a product links to the guides that explain its facts."""

import re

import pytest
from django.test import Client

from education.guides import fact_guides
from education.models import GuidePage
from tests.markup import compact

pytestmark = pytest.mark.django_db
PLUG = "small-plug-24-mm"
CONDOMS = "latex-condoms-pack-of-12"


def row(client: Client, path: str, label: str) -> str:
    """One line of the facts table."""
    html = compact(client.get(path).content.decode())
    found = re.search(rf"<dt>{label}</dt>(.*?)</div>", html)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("path", "label", "link"),
    [
        (f"/product/{PLUG}/", "Material", "/guides/choosing-a-first-toy/#material"),
        (f"/product/{PLUG}/", "Cleaning", "/guides/cleaning-and-storage/#by-material"),
        (f"/product/{CONDOMS}/", "Material", "/guides/what-goes-with-what/#condoms-dams-and-gloves"),
        (f"/de-de/product/{PLUG}/", "Material", "#material"),
    ],
)
def test_a_fact_links_to_the_guide_that_explains_it(client: Client, path: str, label: str, link: str) -> None:
    shown = row(client, path, label)

    assert re.search(rf'href="[^"]*{re.escape(link)}"', shown)
    assert ("/de-de/" in shown) is path.startswith("/de-de/")


def test_a_guide_that_is_not_live_is_not_linked(client: Client) -> None:
    GuidePage.objects.filter(slug="choosing-a-first-toy").update(live=False)
    fact_guides.GUIDES.drop_if(["guides"])

    assert "href" not in row(client, f"/product/{PLUG}/", "Material")


def test_a_fact_that_no_guide_explains_is_not_linked(client: Client) -> None:
    assert "href" not in row(client, f"/product/{PLUG}/", "Firmness")
