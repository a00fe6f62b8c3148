"""Every kind of page passes axe, has no layout shift, and fits a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import GUIDE, PRODUCT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/guides/",
    GUIDE,
    f"/de-de{GUIDE}",
    "/glossary/",
    "/glossary/dam/",
    "/shop/",
    "/shop/lubricants/",
    PRODUCT,
    "/product/three-size-silicone-trainer-set-18-24-30-mm/",
    "/what-goes-with-what/",
    "/what-goes-with-what/?one=oil&other=latex-condom",
    "/what-goes-with-what/?one=zzz",
    "/what-goes-with-what/cart/",
    "/help-now/",
    "/de-de/help-now/",
    "/what-we-do-not-sell/",
    "/search/?q=gel",
    "/search/?q=zzzz",
    "/cart/",
    "/orders/",
    "/returns/",
    "/returns/withdraw/",
    "/account/sign-in/",
    "/account/register/",
    "/nothing-here/",
]
SHIFT = """() => new Promise(resolve => {
  let shift = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(shift)));
})"""


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off_or_moves(
    open_page: OpenPage, live_server: LiveServer, path: str
) -> None:
    page = open_page(phone=True)
    page.goto(f"{live_server.url}{path}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) < 0.02
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
