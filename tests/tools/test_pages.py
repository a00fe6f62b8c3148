"""What the pages of all tools have in common."""

import re

import pytest
from django.test import Client

from storefront.tools.seo import PAGES

PATHS = ["/what-goes-with-what/", "/compare/", "/sizes/", "/first-toy/", "/help-now/", "/what-we-do-not-sell/"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/en-us", "/en-ie", "/de-de"])
@pytest.mark.usefixtures("no_saleor")
def test_a_tool_is_a_shared_page_that_names_itself_in_every_market(path: str, prefix: str, client: Client) -> None:
    response = client.get(f"{prefix}{path}")
    head = response.content.decode().partition("</head>")[0]

    assert response.status_code == 200
    assert "X-Cache-Tags" in response.headers
    assert "noindex" not in head
    assert re.findall(r'rel="canonical" href="https?://[^/]+([^"]+)"', head) == [f"{prefix}{path}"]
    languages = re.findall(r'hreflang="([^"]+)"', head)
    assert languages == ["en-gb", "en-us", "en-ie", "de-de", "x-default"]


@pytest.mark.parametrize(("market", "prefix"), [("en-gb", ""), ("de-de", "/de-de")])
def test_the_sitemap_of_each_market_lists_every_tool(market: str, prefix: str, client: Client) -> None:
    sitemap = client.get(f"/sitemap-tools-{market}.xml").content.decode()

    assert f"/sitemap-tools-{market}.xml" in client.get("/sitemap.xml").content.decode()
    assert all(f"{prefix}{path}</loc>" in sitemap for path in PATHS)
    assert sitemap.count("<loc>") == len(PAGES)


@pytest.mark.parametrize("prefix", ["", "/de-de"])
def test_a_page_of_an_error_leads_to_help_too(prefix: str, client: Client) -> None:
    assert f'href="{prefix}/help-now/"' in client.get(f"{prefix}/nothing-here/").content.decode()
