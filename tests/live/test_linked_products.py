"""A guide's products follow Saleor: hidden, changed, deleted, new; for readers and for editors."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.demo.data import Product
from tests.contract.merchant.base import fresh
from tests.live.demo_products import DemoProducts
from tests.live.shop_process import Shop, wait_for
from tests.live.shopper import Shopper

pytestmark = pytest.mark.live

UK, IRELAND, GERMANY = EVERYWHERE = ("/en-gb", "/en-ie", "/de-de")
EDITOR = "an editor with a long password"
LIKE = "finger-width-probe-with-ring-handle-16-mm"
STAGE, REASON = "A finger or a small toy", "As wide as a finger"
GUIDE = """---
title: "{slug}"
headline: "A guide to try links"
slug: {slug}
kind: step-by-step
summary: "Start small, and stop when it hurts."
seo_description: "A guide to try links."
review_status: editorial
intro: "Go slowly."
stages:
  - anchor: fingers-or-toys
    title: "A finger or a small toy"
    purpose: "Try something small."
    body: "Breathe out, and wait."
    stop_if: ["it hurts"]
    criteria: {{stage: fingers-or-toys, max_diameter_mm: 34, find: 8, kind: probe}}
    products:
      - {{product: {first}, reason: "{reason}"}}
      - {{product: {second}, reason: "{reason}"}}
---
"""


MAKE_EDITOR = f"""
from django.contrib.auth.models import Group, User
User.objects.create_user("{EDITOR}", password="{EDITOR}").groups.add(Group.objects.get(name="Editors"))
"""


@pytest.fixture(scope="module")
def editor(shop: Shop) -> Shopper:
    """An editor's browser, signed in at the edits."""
    shop.manage("shell", "-v", "0", "-c", MAKE_EDITOR)
    editor = Shopper(shop.url)
    editor.open("/desk/login/")
    editor.submit(username=EDITOR, password=EDITOR)
    assert "/login/" not in editor.location, editor.text
    return editor


@pytest.fixture
def demo_products() -> Iterator[DemoProducts]:
    """A merchant's hand on products of their own."""
    demo_products = DemoProducts()
    yield demo_products
    demo_products.clean_up()


class Guide:
    """A guide of one stage with two hand-picked products, as readers and editors see it."""

    def __init__(self, shop: Shop, demo_products: DemoProducts, editor: Shopper, folder: Path) -> None:
        self._shop, self._editor = shop, editor
        self.picked = (demo_products.create_like(LIKE), demo_products.create_like(LIKE))
        self._slug = fresh("links")
        manuscript = folder / f"{self._slug}.en-gb.md"
        first, second = (product.slug for product in self.picked)
        wait_for("the products", lambda: all(self._known(product) for product in self.picked))
        manuscript.write_text(GUIDE.format(slug=self._slug, first=first, second=second, reason=REASON))
        shop.manage("import_guides", str(manuscript))
        self._page = shop.query_value("select id from wagtailcore_page where slug = ? and live", self._slug)
        for product in self.picked:
            self.appears(product, *EVERYWHERE)

    def in_market(self, market: str) -> str:
        """Its page there."""
        page = self._shop.page(f"{market}/guides/{self._slug}/")
        assert STAGE in page, "the guide is not there"
        return page

    def shows(self, product: Product, market: str) -> bool:
        """Return whether the stage shows the product in a market."""
        return f"/product/{product.slug}/" in self.in_market(market)

    def appears(self, product: Product, *markets: str) -> None:
        """Wait until the stage shows the product in all of these markets."""
        wait_for(f"{product.name} at {markets}", lambda: all(self.shows(product, market) for market in markets))

    def vanishes(self, product: Product, *markets: str) -> None:
        """Wait until the stage shows the product in none of these markets."""
        wait_for(f"no {product.name} at {markets}", lambda: not any(self.shows(product, market) for market in markets))

    def report(self, product: Product) -> str:
        """What the editors' report says of a product, with its stage, in one line."""
        self._editor.open("/desk/reports/products-to-look-at/")
        return " ".join(row for row in self._rows() if product.name in row)

    def form(self) -> str:
        """What the page's edit view says, in words."""
        self._editor.open(f"/desk/pages/{self._page}/edit/")
        return self._editor.text

    def _rows(self) -> list[str]:
        rows = re.findall(r"<tr.*?</tr>", self._editor.page, re.DOTALL)
        return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]

    def _known(self, product: Product) -> object:
        return self._shop.query_value("select 1 from catalog_product where slug = ?", product.slug)


@pytest.fixture
def guide(shop: Shop, demo_products: DemoProducts, editor: Shopper, tmp_path: Path) -> Guide:
    return Guide(shop, demo_products, editor, tmp_path)


def test_a_hidden_or_deleted_pick_is_reported_and_the_guide_still_renders(
    guide: Guide, demo_products: DemoProducts
) -> None:
    gone, stays = guide.picked

    demo_products.unpublish(gone, channel="eu")
    guide.vanishes(gone, IRELAND, GERMANY)
    still = guide.shows(gone, UK)
    demo_products.delete(gone)
    guide.vanishes(gone, UK)

    assert still
    for said in (guide.report(gone), guide.form()):
        assert re.search(rf"{STAGE}.*{gone.name}\W+Saleor no longer has it", said)
    for market in EVERYWHERE:
        assert guide.shows(stays, market)
        assert guide.in_market(market).count(REASON) == 1
    assert guide.report(stays) == ""


def test_a_pick_that_breaks_a_rule_is_reported_until_it_is_corrected(guide: Guide, demo_products: DemoProducts) -> None:
    changed, stays = guide.picked

    demo_products.set_flag(changed, "flared-base", value=False)
    guide.vanishes(changed, *EVERYWHERE)
    told = (guide.report(changed), guide.form())
    others = [guide.shows(stays, market) for market in EVERYWHERE]
    demo_products.set_flag(changed, "flared-base", value=True)
    guide.appears(changed, *EVERYWHERE)

    for said in told:
        assert re.search(rf"{STAGE}.*{changed.name}\W+It breaks a rule, and is not shown: .* no flared base", said)
    assert all(others)
    assert guide.report(changed) == ""


def test_a_new_product_that_meets_the_criteria_appears_and_vanishes(guide: Guide, demo_products: DemoProducts) -> None:
    new = demo_products.create_like(LIKE)

    guide.appears(new, *EVERYWHERE)
    demo_products.set_flag(new, "flared-base", value=False)
    guide.vanishes(new, *EVERYWHERE)
    demo_products.set_flag(new, "flared-base", value=True)
    guide.appears(new, *EVERYWHERE)
    demo_products.delete(new)
    guide.vanishes(new, *EVERYWHERE)

    assert guide.report(new) == ""
