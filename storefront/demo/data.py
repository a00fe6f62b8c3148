"""The demo catalogue (`catalogue.json`), its translations (`catalogue.de.json`) and its pictures. All is invented.

Names are Saleor's: attributes, product types, channels. Prices include tax in the UK and the EU; in the US they are
before sales tax.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

AttributeValue = bool | str | tuple[str, ...]


class AttributeChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value of a choice attribute."""

    slug: str
    name: str


class Attribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribute as Saleor defines it; `unit` is one of its `MeasurementUnitsEnum`, or None."""

    slug: str
    name: str
    input_type: str
    unit: str | None
    values: tuple[AttributeChoice, ...]
    filterable: bool


class ProductType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product type, with the slugs of its product and variant attributes."""

    slug: str
    name: str
    attributes: tuple[str, ...]
    is_shipping_required: bool
    variant_attributes: tuple[str, ...]


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category; the demo has one level."""

    slug: str
    name: str
    description: str


class Collection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A collection, with the slugs of its products in order."""

    slug: str
    name: str
    description: str
    products: tuple[str, ...]


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sales channel: its currency (ISO 4217), its default country and where it ships (ISO 3166-1).

    `display_gross_prices` is false where shops show prices without tax.
    """

    slug: str
    name: str
    currency: str
    country: str
    countries: tuple[str, ...]
    display_gross_prices: bool = True


class Warehouse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one warehouse; its address is fictional."""

    slug: str
    name: str
    company: str
    street: str
    city: str
    postal_code: str
    country: str


class ShippingMethod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A shipping method of one channel, priced in the channel's currency. Days are working days."""

    slug: str
    channel: str
    name: str
    price: Decimal
    minimum_days: int
    maximum_days: int


class Voucher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voucher on the whole order in every channel; `percent` off."""

    code: str
    name: str
    percent: Decimal


class GiftCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gift card and its balance."""

    code: str
    amount: Decimal
    currency: str


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture of a product: its alternative text. `picture_file` gives the file."""

    alt: str


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variant. `prices` are by channel slug, `picture` is the position of its picture among the product's."""

    sku: str
    name: str
    attributes: Mapping[str, AttributeValue]
    prices: Mapping[str, Decimal]
    stock: int
    picture: int


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product. `reference` is its line in the fact sheet, such as `T04`; `guides` are slugs."""

    reference: str
    slug: str
    name: str
    category: str
    product_type: str
    seo_description: str
    description: tuple[str, ...]
    attributes: Mapping[str, AttributeValue]
    variants: tuple[Variant, ...]
    pictures: tuple[Picture, ...]
    guides: tuple[str, ...]


class DemoCatalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole demo shop. `tax_rates` are the standard rates in percent by country of delivery (ISO 3166-1)."""

    notice: str
    channels: tuple[Channel, ...]
    tax_rates: Mapping[str, Decimal]
    warehouse: Warehouse
    shipping: tuple[ShippingMethod, ...]
    voucher: Voucher
    gift_card: GiftCard
    attributes: tuple[Attribute, ...]
    product_types: tuple[ProductType, ...]
    categories: tuple[Category, ...]
    collections: tuple[Collection, ...]
    products: tuple[Product, ...]

    def product(self, reference: str) -> Product:
        """Return the product of a reference such as `T04`. Raises KeyError when there is none."""
        for product in self.products:
            if product.reference == reference:
                return product
        raise KeyError(reference)


class TextTranslation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category or collection in another language."""

    name: str
    description: tuple[str, ...]


class ProductTranslation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product in another language: `attributes` are its text attributes by slug, `variants` names by SKU."""

    name: str
    seo_description: str
    description: tuple[str, ...]
    attributes: Mapping[str, str]
    variants: Mapping[str, str]


class CatalogueTranslation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The demo shop in another language, by slug. `language` is Saleor's name for it, such as `DE`."""

    language: str
    categories: Mapping[str, TextTranslation]
    collections: Mapping[str, TextTranslation]
    shipping: Mapping[str, str]
    products: Mapping[str, ProductTranslation]


def rich_text(*paragraphs: str) -> str:
    """Return paragraphs as EditorJS JSON, the format of Saleor's descriptions."""
    blocks = [{"type": "paragraph", "data": {"text": paragraph}} for paragraph in paragraphs]
    return json.dumps({"blocks": blocks}, ensure_ascii=False)


def picture_file(slug: str, number: int) -> Traversable:
    """The SVG file of a product's picture; `number` counts from 0. The file may not exist.

    Pictures are 240 units square and carry no text.
    """
    return files(__package__).joinpath("pictures", f"{slug}-{number}.svg")


@cache
def load() -> DemoCatalogue:
    """Return the demo catalogue, read once a process."""
    return msgspec.json.decode(
        files(__package__).joinpath("catalogue.json").read_bytes(), type=DemoCatalogue, strict=True
    )


@cache
def load_translations() -> tuple[CatalogueTranslation, ...]:
    """Return the demo catalogue's translations, one for each file `catalogue.<language>.json`."""
    names = sorted(file.name for file in files(__package__).iterdir() if file.name.startswith("catalogue."))
    return tuple(
        msgspec.json.decode(files(__package__).joinpath(name).read_bytes(), type=CatalogueTranslation, strict=True)
        for name in names
        if name != "catalogue.json"
    )
