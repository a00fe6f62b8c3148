"""The merchant of the sandbox."""

from datetime import timedelta
from decimal import Decimal

from django.core import mail
from django.utils import timezone

from storefront.saleor.app.installation import app_credentials
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.api import Credentials
from storefront.sandbox.graphql.global_ids import global_id, split_id
from storefront.sandbox.models import (
    Category,
    Channel,
    CountryTaxRate,
    Customer,
    Listing,
    Price,
    Product,
    ProductType,
    Variant,
)
from tests.contract.merchant.base import ThrowawayProduct, fresh, token_in
from tests.sandbox import merchant


class SandboxMerchant:
    """Edits the sandbox's rows; the test's transaction rolls all of it back."""

    def __init__(self, *, channel: str) -> None:
        self._channel = channel

    @property
    def country(self) -> str:
        return Channel.objects.get(slug=self._channel).default_country

    def tax_rate(self, country: str) -> Decimal:
        return CountryTaxRate.of(country)

    def create_product(
        self, *, stock: int = 8, price: Decimal = Decimal("10.00"), ships: bool = True
    ) -> ThrowawayProduct:
        name = fresh("contract")
        channel = Channel.objects.get(slug=self._channel)
        product = Product.objects.create(
            slug=name,
            name=name,
            product_type=ProductType.objects.create(slug=name, name=name, is_shipping_required=ships),
            category=Category.objects.create(slug=name, name=name),
        )
        Listing.objects.create(product=product, channel=channel)
        variant = Variant.objects.create(product=product, sku=name, name=name, stock=stock)
        Price.objects.create(variant=variant, channel=channel, price=price, price_undiscounted=price)
        return ThrowawayProduct(
            product_id=global_id("Product", product.pk),
            variant_id=global_id("ProductVariant", variant.pk),
            price=price,
            stock=stock,
        )

    def create_preorder(self, *, most: int) -> ThrowawayProduct:
        goods = self.create_product(stock=most)
        until = timezone.now() + timedelta(days=20)
        Variant.objects.filter(pk=split_id(goods.variant_id)[1]).update(preorder_until=until)
        return goods

    def unpublish(self, goods: ThrowawayProduct) -> None:
        merchant.unpublish(_variant(goods).product.slug, self._channel)

    def delete_product(self, goods: ThrowawayProduct) -> None:
        _variant(goods).product.delete()

    def set_stock(self, goods: ThrowawayProduct, *, quantity: int) -> None:
        merchant.set_stock(_variant(goods).sku, quantity)

    def stock_elsewhere(self, goods: ThrowawayProduct) -> None:
        """The sandbox has one stock for all countries."""

    def set_price(self, goods: ThrowawayProduct, *, price: Decimal) -> None:
        merchant.set_price(_variant(goods).sku, self._channel, price)

    def translate_product(
        self, goods: ThrowawayProduct, *, language: str, name: str, description: str, variant: str
    ) -> None:
        sku = _variant(goods).sku
        merchant.translate(_variant(goods).product.slug, language, name=name, description=description)
        merchant.translate_variant(sku, language, name=variant)

    def create_voucher(self, *, percent: int, minimum: Decimal | None = None) -> str:
        code = fresh("CONTRACT").upper()
        merchant.create_voucher(code, percent=Decimal(percent), min_spent=minimum, channels=(self._channel,))
        return code

    def create_gift_card(self, *, balance: Decimal) -> str:
        code = fresh("CARD").upper()
        merchant.create_gift_card(code, balance, Channel.objects.get(slug=self._channel).currency)
        return code

    def confirm_customer(self, email: str) -> None:
        Customer.objects.filter(email=email).update(is_confirmed=True)

    def require_password_to_claim_orders(self) -> None:
        """Do nothing: the sandbox always requires it."""

    def create_collection_point(self, *, address: AddressInput) -> str:
        return merchant.create_collection_point(
            fresh("counter"),
            self._channel,
            street=address.street_address1,
            city=address.city,
            postal_code=address.postal_code,
            country=address.country,
        )

    def order_reader(self) -> Credentials:
        caller = app_credentials()
        assert caller is not None
        return caller

    def emailed_token(self, email: str, *, after: str | None = None) -> str | None:
        to_them = [message for message in mail.outbox if message.to == [email]]
        found = token_in(str(to_them[-1].body)) if to_them else None
        return found if found != after else None


def _variant(goods: ThrowawayProduct) -> Variant:
    return Variant.objects.select_related("product").get(pk=split_id(goods.variant_id)[1])
