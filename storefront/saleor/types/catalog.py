"""Catalogue responses."""

from datetime import datetime
from decimal import Decimal

from storefront.saleor.types.base import Answer, Described, Edges, Money, Name, Named, NetAndGross, Preorder, Ref


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


class VariantAttribute(Answer, frozen=True):
    """An attribute of a variant. At most one value field is set, depending on `attribute.input_type`.

    `translations` are those of `plain`.
    """

    attribute: Attribute
    choice: ChoiceValue | None = None
    swatch: ChoiceValue | None = None
    flag: bool | None = None
    number: Decimal | None = None
    plain: str | None = None
    translations: dict[str, str] = {}


class AssignedAttribute(VariantAttribute, frozen=True):
    """An attribute of a product, which may hold several choices."""

    choices: tuple[ChoiceValue, ...] = ()


class VariantPricing(Answer, frozen=True):
    """A variant's price in the requested channel; both None when it is not for sale there."""

    price: NetAndGross | None = None
    price_undiscounted: NetAndGross | None = None


class Variant(Answer, frozen=True):
    """A variant in one channel. `quantity_available` is capped by Saleor (50 by default); None means unknown."""

    id: str
    name: str
    updated_at: datetime
    sku: str | None = None
    quantity_available: int | None = None
    preorder: Preorder | None = None
    translations: dict[str, Name] = {}
    pricing: VariantPricing | None = None
    assigned_attributes: tuple[VariantAttribute, ...] = ()


class ProductPricing(Answer, frozen=True):
    """Whether the channel shows prices with tax."""

    display_gross_prices: bool


class Media(Answer, frozen=True):
    """A picture (type IMAGE) or a video; URLs are absolute or relative to Saleor."""

    id: str
    alt: str
    type: str
    small: str
    large: str
    sort_order: int | None = None


class ProductType(Named, frozen=True):
    """A product type; without `is_shipping_required` its products are digital."""

    is_shipping_required: bool = True


class Product(Answer, frozen=True):
    """A product in one channel. `description` is EditorJS JSON in a string: untrusted until rendered and cleaned."""

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
    pricing: ProductPricing | None = None
    category: Ref | None = None
    collections: tuple[Ref, ...] | None = None
    media: tuple[Media, ...] | None = None
    assigned_attributes: tuple[AssignedAttribute, ...] = ()
    product_variants: Edges[Variant] | None = None


class VariantSummary(Answer, frozen=True):
    """The fields of a variant that show whether its stored row is still right."""

    id: str
    updated_at: datetime
    quantity_available: int | None = None
    pricing: VariantPricing | None = None
    translations: dict[str, Name] = {}


class ProductSummary(Answer, frozen=True):
    """The fields of a product that show whether its stored rows are still right."""

    id: str
    updated_at: datetime
    is_available_for_purchase: bool | None = None
    pricing: ProductPricing | None = None
    category: Ref | None = None
    collections: tuple[Ref, ...] | None = None
    translations: dict[str, Texts] = {}
    product_variants: Edges[VariantSummary] | None = None


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
