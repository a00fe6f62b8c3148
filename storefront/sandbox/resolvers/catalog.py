"""The catalogue: categories, collections, and products as shoppers of one channel see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from django.db.models import Exists, OuterRef, QuerySet

from storefront.sandbox.graphql.connections import Connection, connection
from storefront.sandbox.graphql.errors import refuse
from storefront.sandbox.graphql.global_ids import keys_for_query
from storefront.sandbox.graphql.registry import computed, query
from storefront.sandbox.models import (
    Attribute,
    Category,
    Channel,
    Collection,
    Listing,
    Price,
    Product,
    ShippingMethod,
    Variant,
)
from storefront.sandbox.resolvers.authentication import Caller

MAX_SHOWN_STOCK = 50  # Saleor's limitQuantityPerCheckout
_ATTRIBUTE_TYPES = {
    "DROPDOWN": "AssignedSingleChoiceAttribute",
    "MULTISELECT": "AssignedMultiChoiceAttribute",
    "SWATCH": "AssignedSwatchAttribute",
    "BOOLEAN": "AssignedBooleanAttribute",
    "NUMERIC": "AssignedNumericAttribute",
    "PLAIN_TEXT": "AssignedPlainTextAttribute",
    "RICH_TEXT": "AssignedTextAttribute",
    "DATE": "AssignedDateAttribute",
    "DATE_TIME": "AssignedDateTimeAttribute",
    "FILE": "AssignedFileAttribute",
}


@dataclass(frozen=True, slots=True)
class AssignedAttribute:
    """An attribute of a product or variant; without a `stated` value it is listed all the same."""

    attribute: Attribute
    stated: object
    translations: Mapping[str, Mapping[str, Any]]

    @property
    def typename(self) -> str:
        return _ATTRIBUTE_TYPES[self.attribute.input_type]

    def translation(self, language_code: str) -> str | None:
        """Return the translation of a text."""
        texts: Mapping[str, str] = self.translations.get(language_code, {}).get("attributes", {})
        return texts.get(self.attribute.slug)

    def value(self, limit: int = 100) -> object:
        """Return the chosen values, flag, number or text, by input type."""
        match self.attribute.input_type:
            case "MULTISELECT":
                return self._choices[:limit]
            case "DROPDOWN" | "SWATCH":
                return next(iter(self._choices), None)
            case "FILE":
                return {"url": self.stated} if self.stated else None
            case "NUMERIC":
                return None if self.stated is None else float(str(self.stated))
            case _:
                return self.stated

    @property
    def _choices(self) -> list[dict[str, str]]:
        slugs = self.stated if isinstance(self.stated, list) else []
        return [{"slug": slug, "name": self.attribute.values.get(slug, slug)} for slug in slugs]


@query("products")
def products(
    _: Caller,
    *,
    channel: str | None = None,
    first: int | None = None,
    after: str | None = None,
    sort_by: Mapping[str, str] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> Connection[Product]:
    """Return the products visible in a channel, or those of the ids in `where`. An unknown channel has none."""
    here = _active_channel(channel)
    visible = _visible(here) if here else Product.objects.none()
    visible = visible.exclude(listings__in=Listing.objects.filter(channel=here, visible_in_listings=False))
    if where is not None and "ids" in where:
        visible = visible.filter(pk__in=keys_for_query(where["ids"], "Product"))
    sign = "-" if sort_by and sort_by["direction"] == "DESC" else ""
    keys = list(visible.order_by(f"{sign}name", f"{sign}slug").values_list("pk", flat=True))

    def load(chosen: Sequence[int]) -> Iterator[Product]:
        rows = _with_parts(Product.objects.all()).in_bulk(chosen)
        return (_seen_in(here, rows[key]) for key in chosen if here)

    return connection(keys, load, first=first, after=after)


@query("product")
def product(_: Caller, *, node_id: str, channel: str | None = None) -> Product | None:
    """Return a product that is published in a channel, also one that is kept out of lists."""
    here = _active_channel(channel)
    keys = keys_for_query([node_id], "Product")
    found = _with_parts(_visible(here).filter(pk__in=keys)).first() if here else None
    return _seen_in(here, found) if here and found else None


@query("categories")
def categories(_: Caller, *, first: int | None = None, after: str | None = None) -> Connection[Category]:
    """Return every category."""
    return connection(list(Category.objects.select_related("parent").order_by("slug")), first=first, after=after)


@query("collections")
def collections(
    _: Caller, *, channel: str | None = None, first: int | None = None, after: str | None = None
) -> Connection[Collection]:
    """Return the collections published in a channel."""
    rows = Collection.objects.filter(channels__slug=channel or "").order_by("slug")
    return connection(list(rows), first=first, after=after)


@query("channel")
def channel(_: Caller, *, slug: str | None = None) -> Channel | None:
    """Return a channel."""
    return Channel.objects.filter(slug=slug or "").first()


def find_channel(slug: str | None) -> Channel:
    """Return the channel with this slug; refuse when none is named or known."""
    if slug is None:
        raise refuse("channel", "MISSING_CHANNEL_SLUG")
    row = Channel.objects.filter(slug=slug).first()
    if row is None:
        raise refuse("channel", "NOT_FOUND")
    return row


@computed("Channel.countries")
def countries(row: Channel, _: Caller) -> list[dict[str, str]]:
    """Return where the channel ships to."""
    return [country_display(code) for code in row.countries]


@computed("Channel.availableShippingMethodsPerCountry")
def shipping_methods_per_country(
    row: Channel, _: Caller, countries: Sequence[str] | None = None
) -> list[dict[str, object]]:
    """Return the channel's shipping methods by country, of those asked for that it ships to."""
    asked = row.countries if countries is None else countries
    methods = list(ShippingMethod.objects.filter(channel=row).order_by("pk"))
    return [
        {
            "country_code": code,
            "shipping_methods": [each for each in methods if code in (each.countries or row.countries)],
        }
        for code in asked
        if code in row.countries
    ]


@computed("Channel.taxConfiguration")
def tax_configuration(row: Channel, caller: Caller) -> dict[str, object]:
    """Return how the channel enters and shows prices."""
    caller.require_app()
    return {
        "charge_taxes": True,
        "display_gross_prices": row.display_gross_prices,
        "prices_entered_with_tax": row.display_gross_prices,
        "countries": [],
    }


def country_display(code: str) -> dict[str, str]:
    """Return an ISO 3166 country with its English name."""
    return {"code": code, "country": _country_names().get(code, code)}


@computed("Product.isAvailableForPurchase")
def is_available_for_purchase(row: Product, _: Caller) -> bool:
    """Return whether the product is for sale in the channel."""
    listings = (each for each in row.listings.all() if each.channel_id == row.in_channel.pk)
    return any(each.is_for_sale_now for each in listings)


@computed("Product.pricing")
def product_pricing(row: Product, _: Caller) -> dict[str, object]:
    """Return how the channel shows prices."""
    return {"display_gross_prices": row.in_channel.display_gross_prices}


@computed("Product.availableForPurchaseAt")
def available_for_purchase_at(row: Product, _: Caller) -> str | None:
    """Return from when on the product is for sale in the channel."""
    listings = (each for each in row.listings.all() if each.channel_id == row.in_channel.pk)
    return next((each.available_at.isoformat() for each in listings if each.available_at), None)


@computed("Product.collections")
def product_collections(row: Product, _: Caller) -> list[Collection]:
    """Return the product's collections that are published in the channel."""
    return [each for each in row.collections.all() if row.in_channel in each.channels.all()]


@computed("Product.assignedAttributes")
def product_attributes(row: Product, caller: Caller, limit: int = 100) -> list[AssignedAttribute]:
    """Return the attributes of the product's type with the product's values."""
    return _assigned(row.product_type.attributes, row, caller)[:limit]


@computed("Product.productVariants")
def product_variants(
    row: Product, caller: Caller, first: int | None = None, after: str | None = None
) -> Connection[Variant]:
    """Return the variants that have a price in the channel; none of a product that is kept out of lists."""
    hidden = any(each.channel_id == row.in_channel.pk and not each.visible_in_listings for each in row.listings.all())
    return connection([] if hidden else variants(row, caller), first=first, after=after)


@computed("Product.variants")
def variants(row: Product, _: Caller) -> list[Variant]:
    """Return the variants that have a price in the channel."""
    priced = [each for each in row.variants.all() if _price(each, row.in_channel)]
    for each in priced:
        each.in_channel = row.in_channel
    return priced


@computed("ProductVariant.quantityAvailable")
def quantity_available(row: Variant, _: Caller, country_code: str | None = None) -> int:
    """Return the stock that can be sent to a country (anywhere, if none is named), as far as it is shown."""
    if country_code and row.sent_to and country_code not in row.sent_to:
        return 0
    return min(row.stock, MAX_SHOWN_STOCK)


@computed("ProductVariant.pricing")
def pricing(row: Variant, _: Caller) -> Price | None:
    """Return the variant's price in the channel."""
    return _price(row, row.in_channel)


@computed("ProductVariant.product")
def product_of_variant(row: Variant, _: Caller) -> Product:
    """Return the product as the same channel sees it."""
    return _seen_in(row.in_channel, row.product)


@computed("ProductVariant.assignedAttributes")
def variant_attributes(row: Variant, caller: Caller, limit: int = 100) -> list[AssignedAttribute]:
    """Return the variant attributes of the product's type with the variant's values."""
    return _assigned(row.product.product_type.variant_attributes, row, caller)[:limit]


def _assigned(slugs: Iterable[str], row: Product | Variant, caller: Caller) -> list[AssignedAttribute]:
    known = caller.attributes
    return [
        AssignedAttribute(known[slug], row.attributes.get(slug), row.translations) for slug in slugs if slug in known
    ]


def _active_channel(slug: str | None) -> Channel | None:
    return Channel.objects.filter(slug=slug or "", is_active=True).first()


def _seen_in(here: Channel, row: Product) -> Product:
    row.in_channel = here
    return row


def _price(row: Variant, here: Channel) -> Price | None:
    found = next((price for price in row.prices.all() if price.channel_id == here.pk), None)
    if found is not None:
        found.channel = here
    return found


def _visible(here: Channel) -> QuerySet[Product]:
    """Return the products that are published in the channel and have a price there."""
    listed = Listing.objects.filter(product=OuterRef("pk"), channel=here, is_published=True)
    priced = Price.objects.filter(variant__product=OuterRef("pk"), channel=here)
    return Product.objects.filter(Exists(listed), Exists(priced))


def _with_parts(rows: QuerySet[Product]) -> QuerySet[Product]:
    return rows.select_related("product_type", "category__parent").prefetch_related(
        "listings", "collections__channels", "media", "variants__prices", "variants__product__product_type"
    )


@cache
def _country_names() -> dict[str, str]:
    return {**Locale("en").territories, "US": "United States of America"}
