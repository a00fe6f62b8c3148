"""The catalogue as a shopper of a channel sees it."""

import json

import pytest

from storefront.saleor import checkouts, products
from storefront.saleor.client.errors import BadRequest
from storefront.saleor.types import Variant
from tests.asserting import non_empty
from tests.contract.helpers import listed_product, unknown_id
from tests.contract.merchant.base import Merchant, ThrowawayProduct


def test_pages_together_hold_every_product_once(storefront_channel: str) -> None:
    pages = list(products.product_pages(storefront_channel))
    ids = [product.id for page in pages for product in page.nodes]

    assert len(ids) == len(set(ids)) == pages[0].total_count
    assert all(len(page.nodes) == products.PAGE_SIZE for page in pages[:-1])
    assert [page.page_info.has_next_page for page in pages] == [True] * (len(pages) - 1) + [False]
    assert products.product_count(storefront_channel) == len(ids)


def test_products_come_in_the_same_order_every_time(storefront_channel: str) -> None:
    def order() -> list[str]:
        return [product.id for page in products.product_pages(storefront_channel) for product in page.nodes]

    assert order() == order()


def test_a_variant_has_a_price(variant: Variant) -> None:
    assert variant.pricing
    assert variant.pricing.price
    assert variant.pricing.price.gross.amount > 0
    assert len(variant.pricing.price.gross.currency) == 3


def test_a_new_product_is_listed_with_price_and_stock(goods: ThrowawayProduct, storefront_channel: str) -> None:
    product = listed_product(goods.product_id, channel=storefront_channel)

    assert product is not None
    assert product.product_variants is not None
    (variant,) = product.product_variants.nodes
    assert variant.id == goods.variant_id
    assert variant.pricing
    assert variant.pricing.price
    assert variant.pricing.price.gross.amount == goods.price
    assert max(variant.quantities.values(), default=0) >= goods.stock


def test_an_unpublished_product_is_not_listed(
    merchant: Merchant, goods: ThrowawayProduct, storefront_channel: str
) -> None:
    merchant.unpublish(goods)

    assert listed_product(goods.product_id, channel=storefront_channel) is None


def test_a_deleted_product_is_not_listed(merchant: Merchant, goods: ThrowawayProduct, storefront_channel: str) -> None:
    merchant.delete_product(goods)

    assert listed_product(goods.product_id, channel=storefront_channel) is None


def test_a_garbage_id_is_a_bad_request(storefront_channel: str) -> None:
    with pytest.raises(BadRequest):
        products.products_named(["garbage"], channel=storefront_channel)


def test_an_unknown_channel_has_no_products() -> None:
    (page,) = products.product_pages("no-such-channel")

    assert page.nodes == ()
    assert checkouts.channel("no-such-channel") is None


def test_a_new_price_shows(merchant: Merchant, goods: ThrowawayProduct, storefront_channel: str) -> None:
    merchant.set_price(goods, price=goods.price + 3)

    product = listed_product(goods.product_id, channel=storefront_channel)
    assert product is not None
    assert product.product_variants is not None
    pricing = product.product_variants.nodes[0].pricing
    assert pricing
    assert pricing.price_undiscounted
    assert pricing.price_undiscounted.gross.amount == goods.price + 3


def test_every_category_has_a_listed_parent_or_none() -> None:
    categories = {category.id: category for category in products.categories()}

    assert categories
    for category in categories.values():
        assert (category.level == 0) == (category.parent is None)
        assert category.parent is None or category.parent.id in categories


def test_products_refer_to_listed_categories_and_collections(storefront_channel: str) -> None:
    categories = {category.id for category in products.categories()}
    collections = {collection.id for collection in products.collections(storefront_channel)}

    for page in non_empty(products.product_pages(storefront_channel)):
        for product in non_empty(page.nodes):
            assert product.category is None or product.category.id in categories
            assert {ref.id for ref in product.collections or ()} <= collections


def test_products_by_id_equal_listed_ones_and_skip_unknown_ids(
    storefront_channel: str,
) -> None:
    listed = next(products.product_pages(storefront_channel)).nodes[:3]

    named = products.products_named([*(one.id for one in listed), unknown_id("Product")], channel=storefront_channel)

    assert sorted(named, key=lambda one: one.id) == sorted(listed, key=lambda one: one.id)


def test_a_translation_comes_with_the_original_and_changes_no_date(
    merchant: Merchant, goods: ThrowawayProduct, storefront_channel: str
) -> None:
    before = listed_product(goods.product_id, channel=storefront_channel)
    described = '{"blocks": [{"type": "paragraph", "data": {"text": "Weich."}}]}'

    merchant.translate_product(goods, language="DE", name="Ware", description=described, variant="Stück")

    after = listed_product(goods.product_id, channel=storefront_channel)
    summary = next(each for each in products.summaries(storefront_channel) if each.id == goods.product_id)
    assert before
    assert after
    assert before.product_variants
    assert after.product_variants
    assert before.translations == before.product_variants.nodes[0].translations == {}
    assert (after.name, after.updated_at) == (before.name, before.updated_at)
    assert after.translations["de"].name == "Ware"
    assert json.loads(after.translations["de"].description or "")["blocks"][0]["data"]["text"] == "Weich."
    assert not after.translations["de"].seo_title
    assert after.product_variants.nodes[0].translations["de"].name == "Stück"
    assert after.product_variants.nodes[0].updated_at == before.product_variants.nodes[0].updated_at
    assert summary.translations == after.translations


def test_summaries_agree_with_the_product_pages(storefront_channel: str) -> None:
    listed = {one.id: one for page in products.product_pages(storefront_channel) for one in page.nodes}

    summaries = {summary.id: summary for summary in products.summaries(storefront_channel)}

    assert summaries.keys() == listed.keys()
    for key, summary in summaries.items():
        assert summary.updated_at == listed[key].updated_at
        assert summary.is_available_for_purchase == listed[key].is_available_for_purchase
