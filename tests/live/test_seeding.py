"""The demo shop in a real Saleor, read back by the shop's client."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from storefront.catalog.sync.attributes import map_attributes
from storefront.core.markets import all_markets
from storefront.demo import data, seed_saleor
from storefront.safety.facts import read_facts
from storefront.saleor import checkouts, products
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Product
from storefront.saleor.types.catalog import Variant
from tests.asserting import non_empty
from tests.contract.addresses import ADDRESSES
from tests.live_support import STAFF_EMAIL, STAFF_PASSWORD

pytestmark = pytest.mark.live

SHOWN_AT_MOST = 50  # Saleor shows anonymous callers no more than a checkout may hold
LONDON = AddressInput(
    first_name="Ada",
    last_name="Test",
    street_address1="1 High Street",
    city="London",
    postal_code="N1 9GU",
    country="GB",
)


def seed() -> None:
    call_command(seed_saleor.Command(), email=STAFF_EMAIL, password=STAFF_PASSWORD, move_aside=True, verbosity=0)


@pytest.fixture(scope="module", autouse=True)
def _seeded() -> None:
    seed()


def shown_in(channel: str) -> dict[str, Product]:
    """What the shop reads of the demo's products in `channel`, by slug."""
    wanted = {product.slug for product in data.load().products}
    return {
        product.slug: product
        for page in products.product_pages(channel)
        for product in page.nodes
        if product.slug in wanted
    }


def test_seeding_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = shown_in("uk")

    call_command(seed_saleor.Command(), email=STAFF_EMAIL, password=STAFF_PASSWORD)

    assert "nothing was changed" in capsys.readouterr().out
    assert shown_in("uk") == before


@pytest.mark.parametrize("channel", [channel.slug for channel in data.load().channels])
def test_every_product_comes_back_with_its_facts_prices_and_pictures(channel: str) -> None:
    categories = {category.id: category.slug for category in products.categories()}
    collections = {collection.id: collection.slug for collection in products.collections(channel)}
    shown = shown_in(channel)

    assert len(shown) == len(data.load().products) == 36
    for wanted in non_empty(data.load().products):
        found = shown[wanted.slug]
        assert found.category is not None
        category = categories[found.category.id]
        facts = read_facts(map_attributes(found.assigned_attributes).values, category=category)
        assert facts == read_facts(wanted.attributes, category=wanted.category)
        assert (found.name, found.product_type.slug) == (wanted.name, wanted.product_type)
        assert (found.seo_description, found.is_available_for_purchase) == (wanted.seo_description, True)
        assert prices(found) == {variant.sku: variant.prices[channel] for variant in wanted.variants}
        assert stock(found) == {variant.sku: min(variant.stock, SHOWN_AT_MOST) for variant in wanted.variants}
        assert [picture.alt for picture in found.media or ()] == [spec.alt for spec in wanted.pictures]
        assert {collections[each.id] for each in found.collections or ()} == {
            each.slug for each in data.load().collections if wanted.slug in each.products
        }


def test_the_german_of_the_demo_shop_comes_back() -> None:
    (german,) = (texts for texts in data.load_translations() if texts.language == "DE")
    shown = shown_in("eu")

    for slug, words in german.products.items():
        found = shown[slug]
        assert found.translations["de"].name == words.name
        assert found.translations["de"].seo_description == words.seo_description
        stated = (each for each in found.assigned_attributes if each.translations)
        assert {each.attribute.slug: each.translations["de"] for each in stated} == words.attributes
        assert {each.sku: each.translations["de"].name for each in variants(found)} == words.variants
    shelves = (each for each in products.categories() if each.slug in german.categories)
    assert {each.slug: each.translations["de"].name for each in shelves} == {
        slug: words.name for slug, words in german.categories.items()
    }


def variants(product: Product) -> tuple[Variant, ...]:
    return product.product_variants.nodes if product.product_variants else ()


def prices(product: Product) -> dict[str | None, Decimal]:
    """Gross prices by SKU."""
    return {
        variant.sku: variant.pricing.price.gross.amount
        for variant in variants(product)
        if variant.pricing and variant.pricing.price
    }


def stock(product: Product) -> dict[str | None, int | None]:
    """How many are left by SKU."""
    return {variant.sku: max(variant.quantities.values(), default=None) for variant in variants(product)}


def test_variants_keep_their_attributes() -> None:
    shown = shown_in("uk")
    for wanted in non_empty(data.load().products):
        found = {variant.sku: variant for variant in variants(shown[wanted.slug])}
        for variant in wanted.variants:
            values = map_attributes(found[variant.sku].assigned_attributes).values
            assert values == {
                slug: list(value) for slug, value in variant.attributes.items() if isinstance(value, tuple)
            }


def test_the_demo_shop_sends_parcels_and_takes_its_voucher() -> None:
    variant = variants(shown_in("uk")["everyday-water-based-gel-100-ml"])[0]
    checkout = checkouts.create("uk", lines=[LineQuantity(variant_id=variant.id, quantity=2)], email="ada@example.com")
    checkout = checkouts.set_shipping_address(checkout.id, address=LONDON)

    offered = [delivery.shipping_method for delivery in checkouts.delivery_options(checkout.id)]
    discounted = checkouts.add_promo_code(checkout.id, code=data.load().voucher.code)

    assert {(method.name, method.price.amount) for method in offered if method} == {
        (method.name, method.price) for method in data.load().shipping if method.channel == "uk"
    }
    assert discounted.discount is not None
    assert discounted.discount.amount == Decimal("1.50")


def test_the_gift_card_pays_in_the_uk() -> None:
    variant = variants(shown_in("uk")["everyday-water-based-gel-100-ml"])[0]
    checkout = checkouts.create("uk", lines=[LineQuantity(variant_id=variant.id, quantity=1)])

    assert checkouts.add_promo_code(checkout.id, code=data.load().gift_card.code).gift_cards


@pytest.mark.parametrize(("channel", "address", "rate"), [("uk", "GB", 20), ("eu", "DE", 19), ("eu", "IE", 23)])
def test_a_seeded_channel_taxes_by_the_country_of_delivery(channel: str, address: str, rate: int) -> None:
    variant = variants(shown_in(channel)["everyday-water-based-gel-100-ml"])[0]
    checkout = checkouts.create(channel, lines=[LineQuantity(variant_id=variant.id, quantity=1)])

    total = checkouts.set_shipping_address(checkout.id, address=ADDRESSES[address]).total_price

    assert total.gross.amount == checkout.total_price.gross.amount
    assert abs(total.tax.amount - total.net.amount * rate / 100) <= Decimal("0.01")


def test_every_market_is_a_channel_there() -> None:
    for market in non_empty(all_markets()):
        channel = checkouts.channel(market.channel)
        assert channel is not None
        assert market.country in {country.code for country in channel.countries or ()}


def test_wrong_staff_credentials_are_said_in_one_sentence() -> None:
    with pytest.raises(CommandError, match="did not accept this email and password"):
        call_command(seed_saleor.Command(), email=STAFF_EMAIL, password="wrong", verbosity=0)
