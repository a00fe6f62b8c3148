"""Products and variants, as an anonymous shopper of one channel sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from storefront.sandbox.answers.attributes import AssignedAnswer, assigned
from storefront.sandbox.answers.base import EdgeAnswer, TaxedMoneyAnswer, TranslationAnswer, translated
from storefront.sandbox.answers.groups import CategoryAnswer, CollectionAnswer
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Attribute, Channel, Media, Price, Product, ProductType, Variant

SHOWN_STOCK_LIMIT = 50  # Saleor's limitQuantityPerCheckout caps what it tells


@dataclass(frozen=True, slots=True)
class MediaAnswer:
    """`ProductMedia`; the sandbox's pictures are drawings, so every size and format is the same address."""

    row: Media
    slug: str

    type = "IMAGE"

    @property
    def id(self) -> str:
        return global_id("ProductMedia", self.row.pk)

    @property
    def alt(self) -> str:
        return self.row.alt

    @property
    def sort_order(self) -> int:
        return self.row.sort_order

    def url(self, **_: object) -> str:
        """Where the picture is served (by `storefront.sandbox.urls`)."""
        return f"/sandbox/media/{self.slug}/{self.row.sort_order}.svg"


@dataclass(frozen=True, slots=True)
class PricingAnswer:
    """`VariantPricingInfo`."""

    row: Price
    channel: Channel

    @property
    def price(self) -> TaxedMoneyAnswer:
        return self._taxed(self.row.amount)

    @property
    def price_undiscounted(self) -> TaxedMoneyAnswer:
        return self._taxed(self.row.full_amount)

    def _taxed(self, amount: Decimal) -> TaxedMoneyAnswer:
        return TaxedMoneyAnswer(amount, self.channel.currency, self.channel.tax_percent)


@dataclass(frozen=True, slots=True)
class VariantAnswer:
    """`ProductVariant` in one channel. Its product type, prices and attributes are read where they are asked for."""

    row: Variant
    channel: Channel
    known: Mapping[str, Attribute]

    @property
    def id(self) -> str:
        return global_id("ProductVariant", self.row.pk)

    @property
    def sku(self) -> str:
        return self.row.sku

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def updated_at(self) -> datetime:
        return self.row.updated_at

    @property
    def quantity_available(self) -> int:
        return min(self.row.stock, SHOWN_STOCK_LIMIT)

    def translation(self, language_code: str) -> TranslationAnswer | None:
        return translated(self.row.translations, language_code)

    @property
    def pricing(self) -> PricingAnswer | None:
        rows = (row for row in self.row.prices.all() if row.channel_id == self.channel.pk)
        return next((PricingAnswer(row, self.channel) for row in rows), None)

    @property
    def product(self) -> "ProductAnswer":
        return ProductAnswer(self.row.product, self.channel, self.known)

    def assigned_attributes(self, limit: int = 100) -> list[AssignedAnswer]:
        slugs = self.row.product.product_type.variant_attributes
        return assigned(slugs, self.row.attributes, self.known, self.row.translations)[:limit]


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """`Product` in one channel."""

    row: Product
    channel: Channel
    known: Mapping[str, Attribute]

    @property
    def id(self) -> str:
        return global_id("Product", self.row.pk)

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def description(self) -> str | None:
        return self.row.description or None

    @property
    def seo_title(self) -> str:
        return self.row.seo_title

    @property
    def seo_description(self) -> str:
        return self.row.seo_description

    def translation(self, language_code: str) -> TranslationAnswer | None:
        return translated(self.row.translations, language_code)

    @property
    def updated_at(self) -> datetime:
        return self.row.updated_at

    @property
    def product_type(self) -> ProductType:
        return self.row.product_type

    @property
    def category(self) -> CategoryAnswer | None:
        return CategoryAnswer(self.row.category) if self.row.category else None

    @property
    def is_available_for_purchase(self) -> bool:
        return any(row.is_for_sale for row in self.row.listings.all() if row.channel_id == self.channel.pk)

    @property
    def collections(self) -> list[CollectionAnswer]:
        return [
            CollectionAnswer(row)
            for row in self.row.collections.all()
            if any(channel.pk == self.channel.pk for channel in row.channels.all())
        ]

    @property
    def media(self) -> list[MediaAnswer]:
        return [MediaAnswer(row, self.row.slug) for row in self.row.media.all()]

    def assigned_attributes(self, limit: int = 100) -> list[AssignedAnswer]:
        slugs = self.row.product_type.attributes
        return assigned(slugs, self.row.attributes, self.known, self.row.translations)[:limit]

    def product_variants(self, first: int | None = None) -> dict[str, object]:
        """Those with a price in the channel."""
        sold = [
            row
            for row in self.row.variants.all()
            if any(price.channel_id == self.channel.pk for price in row.prices.all())
        ]
        shown = (VariantAnswer(row, self.channel, self.known) for row in sold[:first])
        return {"edges": [EdgeAnswer(variant) for variant in shown]}
