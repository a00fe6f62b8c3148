"""Categories, collections, products and variants, as an anonymous shopper of one channel sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from storefront.sandbox.answers.base import CountryAnswer, EdgeAnswer, TaxedMoneyAnswer
from storefront.sandbox.ids import global_id
from storefront.sandbox.models import (
    Attribute,
    Category,
    Channel,
    Collection,
    Media,
    Price,
    Product,
    ProductType,
    Variant,
)

SHOWN_STOCK_LIMIT = 50  # Saleor's limitQuantityPerCheckout caps what it tells


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """`Channel`, as far as a shopper may read it."""

    row: Channel

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def countries(self) -> list[CountryAnswer]:
        return [CountryAnswer(code) for code in self.row.countries]


@dataclass(frozen=True, slots=True)
class _Described:
    """What categories and collections share."""

    row: Category | Collection

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


@dataclass(frozen=True, slots=True)
class CategoryAnswer(_Described):
    """`Category`."""

    row: Category

    @property
    def id(self) -> str:
        return global_id("Category", self.row.pk)

    @property
    def level(self) -> int:
        return self.row.level

    @property
    def parent(self) -> "CategoryAnswer | None":
        return CategoryAnswer(self.row.parent) if self.row.parent else None


@dataclass(frozen=True, slots=True)
class CollectionAnswer(_Described):
    """`Collection`."""

    row: Collection

    @property
    def id(self) -> str:
        return global_id("Collection", self.row.pk)


@dataclass(frozen=True, slots=True)
class AttributeAnswer:
    """`Attribute`."""

    row: Attribute

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def input_type(self) -> str:
        return self.row.input_type

    @property
    def unit(self) -> str | None:
        return self.row.unit or None


_TYPENAMES = {
    "DROPDOWN": "AssignedSingleChoiceAttribute",
    "MULTISELECT": "AssignedMultiChoiceAttribute",
    "SWATCH": "AssignedSwatchAttribute",
    "BOOLEAN": "AssignedBooleanAttribute",
    "NUMERIC": "AssignedNumericAttribute",
    "PLAIN_TEXT": "AssignedPlainTextAttribute",
}


@dataclass(frozen=True, slots=True)
class AssignedAnswer:
    """`AssignedAttribute`: an attribute of the type, with no value where nothing is stated, as Saleor lists it."""

    row: Attribute
    stated: object

    @property
    def typename(self) -> str:
        return _TYPENAMES[self.row.input_type]

    @property
    def attribute(self) -> AttributeAnswer:
        return AttributeAnswer(self.row)

    def value(self, limit: int = 100) -> object:
        """By input type: chosen values, a flag, a number or a text."""
        match self.row.input_type:
            case "MULTISELECT":
                return self._choices[:limit]
            case "DROPDOWN" | "SWATCH":
                return next(iter(self._choices), None)
            case "NUMERIC":
                return None if self.stated is None else float(str(self.stated))
            case _:
                return self.stated

    @property
    def _choices(self) -> list[dict[str, str]]:
        slugs = self.stated if isinstance(self.stated, list) else []
        return [{"slug": slug, "name": self.row.values.get(slug, slug)} for slug in slugs]


def _assigned(
    slugs: Iterable[str], stated: Mapping[str, object], known: Mapping[str, Attribute]
) -> list[AssignedAnswer]:
    return [AssignedAnswer(known[slug], stated.get(slug)) for slug in slugs if slug in known]


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

    @property
    def pricing(self) -> PricingAnswer | None:
        rows = (row for row in self.row.prices.all() if row.channel_id == self.channel.pk)
        return next((PricingAnswer(row, self.channel) for row in rows), None)

    @property
    def product(self) -> "ProductAnswer":
        return ProductAnswer(self.row.product, self.channel, self.known)

    def assigned_attributes(self, limit: int = 100) -> list[AssignedAnswer]:
        slugs = self.row.product.product_type.variant_attributes
        return _assigned(slugs, self.row.attributes, self.known)[:limit]


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
        return any(
            row.is_for_sale for row in self.row.listings.all() if row.channel_id == self.channel.pk
        )

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
        return _assigned(self.row.product_type.attributes, self.row.attributes, self.known)[:limit]

    def product_variants(self, first: int | None = None) -> dict[str, object]:
        """Those with a price in the channel."""
        sold = [
            row
            for row in self.row.variants.all()
            if any(price.channel_id == self.channel.pk for price in row.prices.all())
        ]
        shown = (VariantAnswer(row, self.channel, self.known) for row in sold[:first])
        return {"edges": [EdgeAnswer(variant) for variant in shown]}
