"""Catalogue responses."""

from datetime import date, datetime
from decimal import Decimal

from storefront.saleor.types.base import Answer, Described, Money, Name, Named, NetAndGross, Page, Preorder, Ref


class Texts(Described, frozen=True):
    """Translated texts, including those for search engines."""

    seo_title: str | None = None
    seo_description: str | None = None


class ChoiceValue(Answer, frozen=True):
    """A value of a choice attribute."""

    slug: str | None = None
    name: str | None = None


class Attribute(Answer, frozen=True):
    """An attribute's definition; `unit` is a value of Saleor's MeasurementUnitsEnum or None."""

    slug: str
    name: str | None = None
    input_type: str | None = None
    unit: str | None = None


class File(Answer, frozen=True):
    """A file that the merchant uploaded; its URL is absolute or relative to Saleor."""

    url: str


class SwatchValue(ChoiceValue, frozen=True):
    """A value with a colour (such as `#1f4e5f`) or a picture."""

    hex_color: str | None = None
    file: File | None = None


class PageRef(Answer, frozen=True):
    """A page in Saleor that an attribute refers to."""

    slug: str
    title: str


class VariantRef(Answer, frozen=True):
    """A variant that an attribute refers to, with its product."""

    name: str
    product: Named


class AssignedAttribute(Answer, frozen=True):
    """An attribute of a product or variant. At most one value field is set, depending on `attribute.input_type`.

    `translations` are those of `plain`, `rich_translations` those of `rich` (both EditorJS JSON).
    """

    attribute: Attribute
    choice: ChoiceValue | None = None
    swatch: SwatchValue | None = None
    flag: bool | None = None
    number: Decimal | None = None
    plain: str | None = None
    translations: dict[str, str] = {}
    rich: object | None = None
    rich_translations: dict[str, object] = {}
    day: date | None = None
    moment: datetime | None = None
    file: File | None = None
    page: PageRef | None = None
    product: Named | None = None
    variant: VariantRef | None = None
    category: Named | None = None
    collection: Named | None = None
    choices: tuple[ChoiceValue, ...] = ()
    pages: tuple[PageRef, ...] = ()
    products: tuple[Named, ...] = ()
    variants: tuple[VariantRef, ...] = ()
    categories: tuple[Named, ...] = ()
    collections: tuple[Named, ...] = ()

    @property
    def list_length(self) -> int:
        """How many values it has of a type that may have several."""
        lists = (self.choices, self.pages, self.products, self.variants, self.categories, self.collections)
        return max(map(len, lists))


class VariantPricing(Answer, frozen=True):
    """A variant's price in the requested channel; both None when it is not for sale there."""

    price: NetAndGross | None = None
    price_undiscounted: NetAndGross | None = None


class Variant(Answer, frozen=True):
    """A variant in one channel.

    `quantities` are what can be sent to each country of MARKETS, capped by Saleor (50 by default).
    """

    id: str
    name: str
    updated_at: datetime
    sku: str | None = None
    quantities: dict[str, int] = {}
    quantity_limit_per_customer: int | None = None
    preorder: Preorder | None = None
    translations: dict[str, Name] = {}
    pricing: VariantPricing | None = None
    assigned_attributes: tuple[AssignedAttribute, ...] = ()


class ProductPricing(Answer, frozen=True):
    """Whether the channel shows prices with tax."""

    display_gross_prices: bool


class Media(Answer, frozen=True):
    """A picture (type IMAGE) or a video; URLs are absolute or relative to Saleor.

    `oembed_data` is JSON in a string: what the host of a video says about it.
    """

    id: str
    alt: str
    type: str
    small: str
    large: str
    oembed_data: str = "{}"
    sort_order: int | None = None


class ProductType(Named, frozen=True):
    """A product type; without `is_shipping_required` its products are digital."""

    is_shipping_required: bool = True


class ProductTextsAndFacts(Answer, frozen=True):
    """A product in one channel without its variants.

    `description` is EditorJS JSON in a string: untrusted until rendered and cleaned.
    """

    id: str
    slug: str
    name: str
    updated_at: datetime
    product_type: ProductType
    description: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    translations: dict[str, Texts] = {}
    is_available_for_purchase: bool | None = None
    available_for_purchase_at: datetime | None = None
    pricing: ProductPricing | None = None
    category: Ref | None = None
    collections: tuple[Ref, ...] | None = None
    media: tuple[Media, ...] | None = None
    assigned_attributes: tuple[AssignedAttribute, ...] = ()


class Product(ProductTextsAndFacts, frozen=True):
    """A product in one channel with its variants."""

    product_variants: Page[Variant] | None = None


class UnlistedProduct(ProductTextsAndFacts, frozen=True):
    """A product that was asked for by its ID, with all of its variants."""

    variants: tuple[Variant, ...] | None = None


class ProductAttributes(Answer, frozen=True):
    """The attributes of one product."""

    assigned_attributes: tuple[AssignedAttribute, ...] = ()


class ProductVariants(Answer, frozen=True):
    """A page of the variants of one product."""

    product_variants: Page[Variant] | None = None


class VariantSummary(Answer, frozen=True):
    """The fields of a variant that show whether its stored row is still right."""

    id: str
    updated_at: datetime
    quantities: dict[str, int] = {}
    pricing: VariantPricing | None = None
    translations: dict[str, Name] = {}


class ProductSummary(Answer, frozen=True):
    """The fields of a product that show whether its stored rows are still right."""

    id: str
    updated_at: datetime
    is_available_for_purchase: bool | None = None
    available_for_purchase_at: datetime | None = None
    pricing: ProductPricing | None = None
    category: Ref | None = None
    collections: tuple[Ref, ...] | None = None
    translations: dict[str, Texts] = {}
    product_variants: Page[VariantSummary] | None = None


class VariantSummaries(Answer, frozen=True):
    """A page of the variants of one product, as far as they are compared."""

    product_variants: Page[VariantSummary] | None = None


class Category(Answer, frozen=True):
    """A category; `level` 0 is a root."""

    id: str
    slug: str
    name: str
    level: int
    description: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    parent: Ref | None = None
    translations: dict[str, Texts] = {}


class Collection(Answer, frozen=True):
    """A collection published in the requested channel."""

    id: str
    slug: str
    name: str
    description: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    translations: dict[str, Texts] = {}


class ListedDelivery(Answer, frozen=True):
    """A shipping method of a channel, for orders from `minimum_order_price` to `maximum_order_price`.

    The price is as the merchant entered it; days are working days.
    """

    name: str
    price: Money
    translations: dict[str, Name] = {}
    minimum_order_price: Money | None = None
    maximum_order_price: Money | None = None
    minimum_delivery_days: int | None = None
    maximum_delivery_days: int | None = None


class CountryDeliveries(Answer, frozen=True):
    """The shipping methods of a channel to one country."""

    shipping_methods: tuple[ListedDelivery, ...] | None = None


class ChannelDeliveries(Answer, frozen=True):
    """The shipping methods of a channel by country; countries that it does not ship to are absent."""

    available_shipping_methods_per_country: tuple[CountryDeliveries, ...] | None = None


class _CountryCode(Answer, frozen=True):
    code: str


class CountryTaxes(Answer, frozen=True):
    """What differs in one country."""

    country: _CountryCode
    charge_taxes: bool
    display_gross_prices: bool


class TaxConfiguration(Answer, frozen=True):
    """How a channel enters and shows prices."""

    charge_taxes: bool
    display_gross_prices: bool
    prices_entered_with_tax: bool
    countries: tuple[CountryTaxes, ...] = ()

    def is_shown_as_entered(self, country: str) -> bool:
        """Whether a price that the merchant entered is what a shopper of this country (ISO 3166) is shown."""
        here = next((each for each in self.countries if each.country.code == country), None)
        charged = here.charge_taxes if here else self.charge_taxes
        shown_gross = here.display_gross_prices if here else self.display_gross_prices
        return not charged or shown_gross == self.prices_entered_with_tax


class ChannelTaxes(Answer, frozen=True):
    """The tax configuration of a channel."""

    tax_configuration: TaxConfiguration
